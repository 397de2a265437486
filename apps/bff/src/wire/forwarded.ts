import { isIP } from 'node:net'
import { isHost } from './host.ts'

/** One hop, as reported by the proxy after it. Null address: the proxy reports none, or an unreadable one. */
export interface Hop {
  address: string | null
  protocol: string | null
  host: string | null
}

/** `Forwarded: for=192.0.2.1;proto=https;host=a.example, for="[2001:db8::1]:4711"` (RFC 7239), nearest hop last. */
export function hopsOfForwarded(header: string): Hop[] {
  return split(header, ',').map((element) => {
    const hop: Hop = { address: null, protocol: null, host: null }
    for (const pair of split(element, ';')) {
      const equals = pair.indexOf('=')
      const name = pair.slice(0, equals).trim().toLowerCase()
      const value = unquoted(pair.slice(equals + 1).trim())
      if (name === 'for') hop.address = addressIn(value)
      else if (name === 'proto') hop.protocol = protocolIn(value)
      else if (name === 'host') hop.host = isHost(value) ? value : null
    }
    return hop
  })
}

/** The list of X-Forwarded-For, nearest hop last. */
export function addressesOfForwardedFor(header: string): (string | null)[] {
  return header.split(',').map((entry) => addressIn(entry.trim()))
}

/** The last entry of a list: the one that the nearest proxy wrote. */
export function lastOf(header: string): string {
  return header.slice(header.lastIndexOf(',') + 1).trim()
}

export function protocolIn(text: string): string | null {
  const lower = text.toLowerCase()
  return lower === 'http' || lower === 'https' ? lower : null
}

/** The address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; null for anything else. */
export function addressIn(text: string): string | null {
  const bracketed = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)
  if (bracketed) return isIP(bracketed[1]!) === 6 ? plain(bracketed[1]!) : null
  const [address = '', port] = /^([\d.]+):(\d{1,5})$/.exec(text)?.slice(1) ?? [text]
  // A zone (`%eth0`) has a meaning on one machine only.
  if (isIP(address) === 0 || address.includes('%') || (port !== undefined && isIP(address) !== 4)) return null
  return plain(address)
}

/** Dual-stack sockets write an IPv4 address as `::ffff:192.0.2.1`. */
export function plain(address: string): string {
  const mapped = address.length > 7 && address.slice(0, 7).toLowerCase() === '::ffff:' ? address.slice(7) : ''
  return mapped !== '' && isIP(mapped) === 4 ? mapped : address
}

/** Splits at separators outside of quotes, in one pass: the text can be as long as a header may be. */
function split(text: string, separator: string): string[] {
  const parts: string[] = []
  let quoted = false
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

const unquoted = (value: string): string =>
  value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
