import { AlcoveError } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'
import { isHost } from './host.ts'

/** Headers of one request. More of them than any client sends cost more to look through than they are worth. */
export const MAX_HEADERS = 100

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is

/**
 * What RFC 9112 says of a request and Node's parser leaves open, on both ports and before anything is done with it.
 * Rewrites a target in absolute form to what it means: a path and a host (3.2.2).
 *
 * @throws {AlcoveError} for a request that nobody should act on.
 */
export function checkRequest(request: IncomingMessage): void {
  const { httpVersion, method, rawHeaders, headers } = request
  if (httpVersion !== '1.1' && httpVersion !== '1.0') throw versionNotSupported()
  // Would send back what a proxy added to the request; nothing here needs it.
  if (method === 'TRACE') throw notImplemented('TRACE is not answered here')
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
