import { AlcoveError } from '@alcove/contract'
import type { MiddlewareHandler } from 'hono'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site makes in a person's name, and signing people in from there. A function's page on the gateway's port is
 * such a site: cookies ignore ports, and its requests are `same-site` but not `same-origin`.
 *
 * Browsers send Sec-Fetch-Site to trustworthy addresses and Origin with every write; a client that sends neither is
 * no browser. The order is that of Go's net/http CrossOriginProtection, but a foreign Origin is never outvoted.
 */
export function csrf(consoleOrigin: string): MiddlewareHandler {
  const consoleHost = new URL(consoleOrigin).host
  return async (c, next) => {
    // No page can send an Authorization header here without asking first, and nobody answers it.
    if (SAFE.has(c.req.method) || c.req.header('authorization')) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const ownSite = site === undefined || site === 'same-origin' || site === 'none'
    const ownOrigin = origin === undefined || isOwn(origin, c.req.header('host'), consoleHost)
    if (ownSite && ownOrigin) return next()
    throw new AlcoveError('Forbidden', `This request came from another site (${origin ?? site}) and was refused`)
  }
}

function isOwn(origin: string, host: string | undefined, consoleHost: string): boolean {
  const from = URL.parse(origin)?.host
  return from !== undefined && (from === consoleHost || from === host)
}
