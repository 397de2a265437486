import { AlcoveError } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'
import { isHost } from './host.ts'

/** Most headers in one request. No client sends more, and looking through them costs time. */
export const MAX_HEADERS = 100

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is

/**
 * Checks what RFC 9112 requires and Node's parser does not, on both ports and before anything else. Rewrites a target
 * in absolute form (3.2.2) to path and host.
 *
 * @throws {AlcoveError} for a request that nobody should act on.
 */
export function checkRequest(request: IncomingMessage): void {
  const { httpVersion, method, rawHeaders, headers } = request
  if (httpVersion !== '1.1' && httpVersion !== '1.0') throw versionNotSupported()
  // TRACE would reveal what a proxy added to the request, and nothing here needs it.
  if (method === 'TRACE') throw notImplemented('TRACE is not supported')
  if (rawHeaders.length > 2 * MAX_HEADERS) {
    throw new AlcoveError('HeadersTooLarge', `A request may have at most ${MAX_HEADERS} headers`)
  }
  let host: number | null = null
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== null) throw bad('There is more than one Host header: send one (RFC 9112, 3.2)')
    host = at + 1
    const value = rawHeaders[host]!
    if (value !== '' && !isHost(value)) throw bad('The Host header is no host (RFC 9112, 3.2)')
  }
  if (host === null && httpVersion === '1.1') throw bad('There is no Host header: send one (RFC 9112, 3.2)')

  const coding = headers['transfer-encoding']
  if (coding !== undefined) {
    if (httpVersion === '1.0') throw bad('HTTP/1.0 has no Transfer-Encoding (RFC 9112, 6.1)')
    if (coding.trim().toLowerCase() !== 'chunked') throw notImplemented('The only transfer coding is chunked')
  }
  checkTarget(request, host)
}

function checkTarget(request: IncomingMessage, host: number | null): void {
  const target = request.url!
  if (target.startsWith('/') || (target === '*' && request.method === 'OPTIONS')) return
  const [, authority, rest] = ABSOLUTE.exec(target) ?? []
  if (authority === undefined || rest === undefined || !isHost(authority)) {
    throw bad('The target must be a path, or http:// with a host and a path (RFC 9112, 3.2)')
  }
  const path = rest.split('#', 1)[0]!
  request.url = path.startsWith('/') ? path : `/${path}`
  request.headers.host = authority
  if (host === null) request.rawHeaders.push('Host', authority)
  else request.rawHeaders[host] = authority
}

const bad = (detail: string) => new AlcoveError('ValidationFailed', detail)
const notImplemented = (detail: string) => new AlcoveError('NotImplemented', detail)

export const versionNotSupported = () => new AlcoveError('VersionNotSupported', 'Send HTTP/1.1')
