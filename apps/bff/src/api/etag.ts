import { invalid } from '@alcove/contract'

export const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`)

const ENTITY_TAGS = /^(\*|(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*)$/

/** `If-Match` as it came: `*` or a list of quoted entity tags (RFC 9110, 13.1.1). */
export function ifMatch(headers: Headers): string | undefined {
  const value = headers.get('if-match')?.trim()
  if (!value) return undefined
  if (!ENTITY_TAGS.test(value)) throw invalid('if-match', 'If-Match must be "*" or quoted entity tags')
  return value
}

/** `If-None-Match: *`: only when there is none yet (RFC 9110, 13.1.2). */
export function ifNoneMatch(headers: Headers): '*' | undefined {
  const value = headers.get('if-none-match')?.trim()
  if (!value) return undefined
  if (value !== '*') throw invalid('if-none-match', 'If-None-Match may only be "*" on a write')
  return '*'
}
