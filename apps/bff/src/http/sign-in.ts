import { AlcoveError, LIMITS, type ProblemCode } from '@alcove/contract'
import { authenticate, CLIENT_ADDRESS_HEADER, noteSession, sessionCookie, type Ctx } from '@alcove/platform'
import type { Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { parseJson } from '../wire/json.ts'
import { readBody } from '../wire/read-body.ts'
import { addressOf, bodyOf, type Env } from './request.ts'
import { removeForeignSessions, SIGN_IN } from './session-cookie.ts'

/**
 * The only endpoints of better-auth that are served. The others (sign-up, listing sessions with their tokens, …) are
 * not.
 */
const SIGN_OUT = '/api/auth/sign-out'
const SERVED = [SIGN_IN, SIGN_OUT, '/api/auth/get-session']

/** Signing in and out, and reading the session, by better-auth. Accounts exist by invitation only. */
export function serveSignIn(app: Hono<Env>, { platform, origin, budget }: Deps): void {
  app.on(['GET', 'POST'], SERVED, async (c) => {
    using hold = budget.open(null, addressOf(c))
    const incoming = bodyOf(c)
    const body = await readBody(incoming, LIMITS.signInBytes, hold)
    if (body.length > 0) requireJson(incoming.headers['content-type'], body)
    const signsOut = c.req.path === SIGN_OUT
    const ctx = await callerOf(c, platform, signsOut)
    const answer = await platform.auth.handler(asSeenByUs(c, origin, body))
    if (answer.status >= 400) {
      const problem = await problemIn(answer)
      if (c.req.path === SIGN_IN) noteRefusedSignIn(ctx, body, problem)
      throw problem
    }
    if (signsOut && ctx.actor.kind === 'account') await noteSession({ ctx, input: { action: 'sessions:delete' } })
    if (c.req.path !== SIGN_IN) return answer
    await noteSignIn(ctx, answer)
    const response = new Response(answer.body, answer)
    for (const cookie of removeForeignSessions(SIGN_IN, c.req.header('host') ?? '', sessionCookie(origin))) {
      response.headers.append('Set-Cookie', cookie)
    }
    return response
  })
}

/** Who asks: for the audit, before a sign-out ends the session. */
async function callerOf(c: Context<Env>, platform: Deps['platform'], signedIn: boolean): Promise<Ctx> {
  const address = addressOf(c)
  const ctx = { platform, db: platform.db, address, requestId: c.var.requestId }
  const nobody = { kind: 'anonymous' as const, address }
  return { ...ctx, actor: signedIn ? await authenticate(platform, cookiesOf(c), address) : nobody }
}

/** A key in the request signs nobody out. */
function cookiesOf(c: Context<Env>): Headers {
  return new Headers({ cookie: c.req.header('cookie') ?? '' })
}

async function noteSignIn(ctx: Ctx, answer: Response): Promise<void> {
  const { user } = (await answer.clone().json()) as { user: { id: string; name: string; email: string } }
  const actor = { kind: 'account' as const, administrator: false, id: user.id, name: user.name, email: user.email }
  await noteSession({ ctx: { ...ctx, actor }, input: { action: 'sessions:create', with: 'password' } })
}

/** Body and problem have been checked: the body is JSON. */
function noteRefusedSignIn(ctx: Ctx, body: Buffer, { code, message }: AlcoveError): void {
  const { email } = (body.length > 0 ? JSON.parse(body.toString()) : {}) as { email?: unknown }
  const target = `account ${typeof email === 'string' ? email.slice(0, 254) : 'unknown'}`
  ctx.platform.denied.record(ctx, { action: 'sessions:create', target, code, reason: message })
}

/** better-auth parses the body again. Check first that it is small, shallow and narrow. */
function requireJson(type = '', body: Uint8Array): void {
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AlcoveError('UnsupportedMediaType', `Send application/json: the content type was "${type}"`)
  }
  parseJson(body)
}

/** Turns better-auth's own error format into a problem document. */
async function problemIn(answer: Response): Promise<AlcoveError> {
  const said = (await answer.json().catch(() => null)) as { message?: string } | null
  const retryAfter = answer.headers.get('x-retry-after') ?? answer.headers.get('retry-after')
  return new AlcoveError(CODES[answer.status] ?? 'InternalError', said?.message ?? 'Signing in failed', {
    ...(retryAfter && { headers: { 'Retry-After': retryAfter } }),
  })
}

const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'ValidationFailed',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
}

/**
 * Overrides the origin and the address, which the client must not choose. Our own check has passed the origin; it also
 * knows the other names of this host (`localhost` for 127.0.0.1), and clients that are not browsers and send no origin.
 * better-auth knows only the configured origin, and requires one as soon as a client sends a cookie or
 * `Sec-Fetch-Mode`.
 */
function asSeenByUs(c: Context<Env>, origin: string, body: Buffer<ArrayBuffer>): Request {
  const { method, url, raw } = c.req
  const headers = new Headers([...raw.headers])
  headers.set(CLIENT_ADDRESS_HEADER, addressOf(c))
  headers.set('origin', origin)
  // Someone who signs in has no session yet.
  if (c.req.path === SIGN_IN) headers.delete('cookie')
  return new Request(url, { method, headers, ...(body.length > 0 && { body }) })
}
