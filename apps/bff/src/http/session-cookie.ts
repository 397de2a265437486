import { AlcoveError } from '@alcove/contract'
import { sessionCookie } from '@alcove/platform'
import type { MiddlewareHandler } from 'hono'
import { isIP } from 'node:net'
import { BASE } from './paths.ts'
import { withoutPort } from '../wire/host.ts'
import type { Env } from './request.ts'

export const SIGN_IN = '/api/auth/sign-in/email'

/** How often a Cookie header contains the cookie of this name. */
export function countCookie(header: string | undefined, name: string): number {
  return header?.split(';').filter((pair) => pair.split('=', 1)[0]!.trim() === name).length ?? 0
}

/**
 * Refuses a request with two session cookies. Without TLS, a page on another port of this host can set a cookie of the
 * same name for a longer path, which browsers send first: the visitor would then act in an account that the page chose.
 * The answer removes every session cookie except the one that signing in sets. Signing in itself reads no cookie.
 */
export function refuseTwoSessions(origin: string): MiddlewareHandler<Env> {
  const name = sessionCookie(origin)
  return async (c, next) => {
    if (c.req.path === SIGN_IN || countCookie(c.req.header('cookie'), name) < 2) return next()
    for (const cookie of removeForeignSessions(c.req.path, c.req.header('host') ?? '', name)) {
      c.header('Set-Cookie', cookie, { append: true })
    }
    throw new AlcoveError(
      'ValidationFailed',
      'The browser sent two sessions: another site on this host has set one. It is removed now; try again, and sign in if asked to',
    )
  }
}

/**
 * `Set-Cookie` values that remove the session cookie from everywhere a page could have set it, but not the real one.
 */
export function removeForeignSessions(path: string, host: string, name: string): string[] {
  // Browsers accept a cookie with this prefix only for the path that signing in uses.
  if (name.startsWith('__Host-')) return []
  const paths = [...new Set([...prefixesOf(path), ...prefixesOf(`${BASE}/`)])]
  return [
    ...paths.map((at) => `${name}=; Path=${at}; Max-Age=0`),
    ...domainsOf(host).flatMap((domain) =>
      ['/', ...paths].map((at) => `${name}=; Path=${at}; Domain=${domain}; Max-Age=0`),
    ),
  ]
}

/** Deeper than any route and any host name: limits how much a request can make the answer grow. */
const MOST_PARTS = 12

/** Browsers send a cookie to its path and everything below: `/a/b` gets those of `/a`, `/a/` and `/a/b`. */
function prefixesOf(path: string): string[] {
  const parts = /^[\w./~%-]*/.exec(path)![0].split('/').slice(1, MOST_PARTS)
  const folders = parts.slice(0, -1).map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)
  return [
    ...folders.flatMap((folder) => [folder, `${folder}/`]),
    path.endsWith('/') ? '' : `/${parts.join('/')}`,
  ].filter((each) => each !== '')
}

/** Domains for which a neighbour of this host can set a cookie: the host and its parents, but no top-level domain. */
function domainsOf(host: string): string[] {
  const name = withoutPort(host)
  const labels = name.split('.')
  if (name.startsWith('[') || isIP(name) !== 0 || labels.length > MOST_PARTS) return []
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))
}
