import { AlcoveError, LIMITS, type ProblemCode } from '@alcove/contract'
import { CLIENT_ADDRESS_HEADER, sessionCookie } from '@alcove/platform'
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
const SERVED = [SIGN_IN, '/api/auth/sign-out', '/api/auth/get-session']

/** Signing in and out, and reading the session, by better-auth. Accounts exist by invitation only. */
export function serveSignIn(app: Hono<Env>, { platform, origin, budget }: Deps): void {
  app.on(['GET', 'POST'], SERVED, async (c) => {
    using hold = budget.open(null, addressOf(c))
    const incoming = bodyOf(c)
    const body = await readBody(incoming, LIMITS.signInBytes, hold)
    if (body.length > 0) requireJson(incoming.headers['content-type'], body)
    const answer = await platform.auth.handler(asSeenByUs(c, origin, body))
    if (answer.status >= 400) throw await problemIn(answer)
    if (c.req.path !== SIGN_IN) return answer
    const response = new Response(answer.body, answer)
    for (const cookie of removeForeignSessions(SIGN_IN, c.req.header('host') ?? '', sessionCookie(origin))) {
      response.headers.append('Set-Cookie', cookie)
    }
    return response
  })
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
