/** Meant for one connection and not for what lies behind it (RFC 9110, 7.6.1, and what older software sends). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export const isHopByHop = (lowerName: string): boolean => HOP_BY_HOP.has(lowerName)

/** Names that only Alcove itself may say. */
export const isPlatformHeader = (lowerName: string): boolean => lowerName.startsWith('x-alcove-')

/** A Connection header names further headers that end here. */
export function namedByConnection(value: string): string[] {
  return value.split(',').map((name) => name.trim().toLowerCase())
}
