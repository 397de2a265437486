import { AlcoveError, LIMITS, type ProblemCode } from '@alcove/contract'
import { CLIENT_ADDRESS_HEADER, sessionCookie } from '@alcove/platform'
import type { Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { parseJson } from '../wire/json.ts'
import { readBody } from '../wire/read-body.ts'
import { addressOf, bodyOf, type Env } from './request.ts'
import { removeForeignSessions, SIGN_IN } from './session-cookie.ts'

/** What better-auth answers here; the rest of it (signing up, listing sessions with their tokens, …) has no door. */
const SERVED = [SIGN_IN, '/api/auth/sign-out', '/api/auth/get-session']

/** better-auth: signing in and out, and the session. Accounts come by invitation only. */
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

/** better-auth parses it again: by then it is known to be small, shallow and narrow. */
function requireJson(type = '', body: Uint8Array): void {
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AlcoveError('UnsupportedMediaType', `Send application/json: the content type was "${type}"`)
  }
  parseJson(body)
}

/** What better-auth says in a shape of its own is a problem document like any other. */
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
 * Two things about a request that the client does not get to say. The origin has passed our own check, which also
 * knows the other names of this host (`localhost` for 127.0.0.1) and clients that are no browser and send none:
 * better-auth knows only the configured one, and wants it of whoever sends as little as a cookie or `Sec-Fetch-Mode`.
 */
function asSeenByUs(c: Context<Env>, origin: string, body: Buffer<ArrayBuffer>): Request {
  const { method, url, raw } = c.req
  const headers = new Headers([...raw.headers])
  headers.set(CLIENT_ADDRESS_HEADER, addressOf(c))
  headers.set('origin', origin)
  // Who signs in is nobody yet.
  if (c.req.path === SIGN_IN) headers.delete('cookie')
  return new Request(url, { method, headers, ...(body.length > 0 && { body }) })
}
