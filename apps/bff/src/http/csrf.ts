import { AlcoveError } from '@alcove/contract'
import { sessionCookie } from '@alcove/platform'
import type { Context, MiddlewareHandler } from 'hono'
import { isIP } from 'node:net'
import { withoutPort } from '../wire/host.ts'
import { countCookie } from './session-cookie.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site makes in a person's name, and signing people in from there. A function's page on the
 * gateway's port is such a site: cookies ignore ports, and its requests are `same-site` but not `same-origin`.
 *
 * What counts is what authenticates: a session's cookie comes by itself, from wherever a request is made; an API key has
 * to be put there by somebody who has it. A request with both is judged by the cookie.
 *
 * Browsers send Sec-Fetch-Site to trustworthy addresses and Origin with every write; a client that sends neither is
 * no browser. The order is that of Go's net/http CrossOriginProtection, but a foreign Origin is never outvoted.
 */
export function csrf(consoleOrigin: string): MiddlewareHandler {
  const session = sessionCookie(consoleOrigin)
  return async (c, next) => {
    if (SAFE.has(c.req.method) || isByKeyAlone(c, session)) return next()
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
 * The console's own address, or one of this machine that needs no name service: then the browser is connected to the
 * very server its page came from. A name that is not configured may be anyone's who makes it point here.
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
