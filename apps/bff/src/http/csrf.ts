import { AlcoveError } from '@alcove/contract'
import { sessionCookie } from '@alcove/platform'
import type { Context, MiddlewareHandler } from 'hono'
import { isIP } from 'node:net'
import { withoutPort } from '../wire/host.ts'
import { countCookie } from './session-cookie.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site makes in a person's name, and sign-ins from other sites. A function's page on the
 * gateway's port is such a site: cookies ignore ports, and its requests are `same-site` but not `same-origin`.
 *
 * What matters is how the request authenticates. Browsers send the session cookie on their own, from any site; an API
 * key must be set by someone who has it. A request with both is treated as one with a cookie.
 *
 * Browsers send Sec-Fetch-Site to trustworthy addresses, and Origin with every write; a client that sends neither is
 * not a browser. The order of checks is that of Go's net/http CrossOriginProtection, except that a foreign Origin is
 * always refused.
 */
export function csrf(consoleOrigin: string): MiddlewareHandler {
  const session = sessionCookie(consoleOrigin)
  return async (c, next) => {
    // A socket acts in a person's name like a write, and browsers open one to any site.
    const safe = SAFE.has(c.req.method) && c.env?.upgrade === undefined
    if (safe || isByKeyAlone(c, session)) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const ownSite = site === undefined || site === 'same-origin' || site === 'none'
    const ownOrigin = origin === undefined || isOwn(origin, c.req.header('host') ?? '', consoleOrigin)
    if (ownSite && ownOrigin) return next()
    throw new AlcoveError(
      'Forbidden',
      `This request came from another site (${origin ?? site}) and was refused. If that is how you reach the console, set ALCOVE_ORIGIN to it`,
    )
  }
}

function isByKeyAlone(c: Context, session: string): boolean {
  return /^bearer +\S/i.test(c.req.header('authorization') ?? '') && countCookie(c.req.header('cookie'), session) === 0
}

/**
 * Whether the origin is the console's own address, or an address of this machine that needs no DNS: then the page came
 * from this very server. Anyone can point another name here, so other names do not count.
 */
function isOwn(origin: string, host: string, consoleOrigin: string): boolean {
  if (origin === consoleOrigin) return true
  const from = URL.parse(origin)
  return from !== null && from.host === host.toLowerCase() && needsNoName(host)
}

function needsNoName(host: string): boolean {
  const name = withoutPort(host)
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
