import { CLIENT_ADDRESS_HEADER } from '@alcove/platform'
import type { Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { addressOf, type Env } from './request.ts'

/** What better-auth answers here; the rest of it (signing up, listing sessions with their tokens, …) has no door. */
const SERVED = ['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/get-session']

/** better-auth: signing in and out, and the session. Accounts come by invitation only. */
export function serveSignIn(app: Hono<Env>, { platform, origin }: Deps): void {
  app.on(['GET', 'POST'], SERVED, (c) => platform.auth.handler(asSeenByUs(c, origin)))
}

/**
 * Two things about a request that the client does not get to say. The origin has passed our own check, which also
 * knows the other names of this host (`localhost` for 127.0.0.1) and clients that are no browser and send none:
 * better-auth knows only the configured one, and wants it of whoever sends as little as a cookie or `Sec-Fetch-Mode`.
 */
function asSeenByUs(c: Context<Env>, origin: string): Request {
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_ADDRESS_HEADER, addressOf(c))
  headers.set('origin', origin)
  return new Request(c.req.raw, { headers })
}
