import type { Cors } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'

/** The method that a browser asks about before it sends (https://fetch.spec.whatwg.org/#cors-preflight-request). */
export function preflightOf({ method, headers }: IncomingMessage): { method: string; headers: string } | null {
  const asked = headers['access-control-request-method']
  if (method !== 'OPTIONS' || headers.origin === undefined || typeof asked !== 'string') return null
  const wanted = headers['access-control-request-headers']
  return { method: asked, headers: typeof wanted === 'string' && /^[\w\s,-]{1,2000}$/.test(wanted) ? wanted : '' }
}

/** What a page of this origin may see of an answer. Empty for an origin that is not allowed. */
export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const { credentials, exposeHeaders } = cors
  const allowed = allowedOrigin(cors, origin)
  return {
    ...(!cors.origins.includes('*') && { Vary: 'Origin' }),
    ...(allowed !== null && {
      'Access-Control-Allow-Origin': allowed,
      ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }),
      ...(exposeHeaders.length > 0 && { 'Access-Control-Expose-Headers': exposeHeaders.join(', ') }),
    }),
  }
}

/** The answer to a preflight. Browsers read a missing header as a no. */
export function preflightHeaders(
  cors: Cors,
  origin: string | undefined,
  asked: { method: string; headers: string },
): Record<string, string> {
  const head = corsHeaders(cors, origin)
  if (head['Access-Control-Allow-Origin'] === undefined) return head
  const headers = cors.headers?.join(', ') ?? asked.headers
  return {
    ...head,
    'Access-Control-Allow-Methods': cors.methods?.join(', ') ?? asked.method,
    ...(headers !== '' && { 'Access-Control-Allow-Headers': headers }),
    'Access-Control-Max-Age': String(cors.maxAgeSeconds),
  }
}

function allowedOrigin({ origins }: Cors, origin: string | undefined): string | null {
  if (origins.includes('*')) return '*'
  return origin !== undefined && origins.includes(origin) ? origin : null
}
