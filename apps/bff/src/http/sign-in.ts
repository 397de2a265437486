import { AlcoveError, LIMITS, type ProblemCode } from '@alcove/contract'
import { authenticate, CLIENT_ADDRESS_HEADER, noteSession, sessionCookie, type Actor, type Ctx } from '@alcove/platform'
import type { Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { parseJson } from '../wire/json.ts'
import { readBody } from '../wire/read-body.ts'
import { addressOf, bodyOf, type Env } from './request.ts'
import { removeForeignSessions, SIGN_IN } from './session-cookie.ts'

type Note = Parameters<typeof noteSession>[0]['input']['action']

interface Endpoint {
  method: 'GET' | 'POST'
  /** It begins a session, by this method. */
  signsIn?: string
  /** The audit's word for it when it succeeds for a signed-in person. */
  note?: Note
}

/**
 * The only endpoints of better-auth that are served. The others (sign-up, listing sessions with their tokens, …) are
 * not.
 */
const SERVED: Readonly<Record<string, Endpoint>> = {
  '/sign-in/email': { method: 'POST', signsIn: 'password' },
  '/sign-in/provider': { method: 'POST' },
  '/provider/callback/:provider': { method: 'GET' },
  '/sign-out': { method: 'POST', note: 'sessions:delete' },
  '/get-session': { method: 'GET' },
  '/two-factor/enable': { method: 'POST' },
  '/two-factor/verify-totp': { method: 'POST', signsIn: 'totp', note: 'accounts:add-totp' },
  '/two-factor/verify-backup-code': { method: 'POST', signsIn: 'recovery' },
  '/two-factor/generate-backup-codes': { method: 'POST', note: 'accounts:new-recovery-codes' },
  '/two-factor/disable': { method: 'POST', note: 'accounts:remove-totp' },
  '/passkey/generate-register-options': { method: 'GET' },
  '/passkey/verify-registration': { method: 'POST', note: 'accounts:add-passkey' },
  '/passkey/generate-authenticate-options': { method: 'GET' },
  '/passkey/verify-authentication': { method: 'POST', signsIn: 'passkey' },
  '/passkey/delete-passkey': { method: 'POST', note: 'accounts:remove-passkey' },
}

const BASE = '/api/auth'

/** Serves signing in and out, and changes of how one signs in, by better-auth. */
export function serveSignIn(app: Hono<Env>, deps: Deps): void {
  for (const [path, endpoint] of Object.entries(SERVED)) {
    app.on(endpoint.method, BASE + path, (c) => answerTo(c, endpoint, deps))
  }
}

async function answerTo(c: Context<Env>, endpoint: Endpoint, deps: Deps): Promise<Response> {
  const { platform, origin, budget } = deps
  using hold = budget.open(null, addressOf(c))
  const incoming = bodyOf(c)
  const body = await readBody(incoming, LIMITS.signInBytes, hold)
  if (body.length > 0) requireJson(incoming.headers['content-type'], body)
  const cookie = c.req.path === SIGN_IN ? '' : (c.req.header('cookie') ?? '')
  const before = await contextOf(c, deps, cookie)
  const answer = await platform.auth.handler(asSeenByUs(c, origin, body))
  const signedIn = before.actor.kind === 'account'
  if (answer.status >= 400) {
    const problem = await problemIn(answer)
    if (endpoint.signsIn !== undefined && !signedIn) noteRefused(before, body, problem)
    throw problem
  }
  const after = await contextOf(c, deps, sessionIn(answer, origin))
  if (!signedIn && endpoint.signsIn !== undefined && after.actor.kind === 'account') {
    await noteSession({ ctx: after, input: { action: 'sessions:create', with: endpoint.signsIn } })
  } else if (signedIn && endpoint.note !== undefined) {
    await noteSession({ ctx: before, input: { action: endpoint.note } })
  }
  if (endpoint.signsIn === undefined) return answer
  const response = new Response(answer.body, answer)
  for (const foreign of removeForeignSessions(SIGN_IN, c.req.header('host') ?? '', sessionCookie(origin))) {
    response.headers.append('Set-Cookie', foreign)
  }
  return response
}

/** Whom these cookies sign in. A key in the request signs nobody in. */
async function contextOf(c: Context<Env>, { platform }: Deps, cookie: string): Promise<Ctx> {
  const address = addressOf(c)
  const nobody: Actor = { kind: 'anonymous', address }
  const actor = cookie === '' ? nobody : await authenticate(platform, new Headers({ cookie }), address)
  return { platform, db: platform.db, actor, address, requestId: c.var.requestId }
}

/** The session cookie that an answer sets. */
function sessionIn(answer: Response, origin: string): string {
  const name = sessionCookie(origin)
  const set = answer.headers.getSetCookie().findLast((cookie) => cookie.startsWith(`${name}=`))
  return set?.split(';', 1)[0] ?? ''
}

/** The body has been checked: it is JSON. */
function noteRefused(ctx: Ctx, body: Buffer, { code, message }: AlcoveError): void {
  const given = (body.length > 0 ? JSON.parse(body.toString()) : null) as { email?: unknown } | null
  const email = typeof given?.email === 'string' ? given.email.slice(0, 254) : 'unknown'
  ctx.platform.denied.record(ctx, { action: 'sessions:create', target: `account ${email}`, code, reason: message })
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
    ...(retryAfter && {
      headers: { 'Retry-After': retryAfter },
      resumesAt: new Date(Date.now() + Number(retryAfter) * 1000).toISOString(),
    }),
  })
}

const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'ValidationFailed',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
  503: 'Unavailable',
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
