import { AlcoveError } from '@alcove/contract'

export const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`)

/** `If-Match` for one writer: absent, `*` or a single entity tag, here without its quotes (RFC 9110, 13.1.1). */
export function ifMatch(headers: Headers): string | undefined {
  const value = headers.get('if-match')?.trim()
  if (!value) return undefined
  const tags = [...value.matchAll(/(W\/)?"([^"]*)"/g)]
  if (value === '*') return '*'
  if (tags.length !== 1) throw invalid('If-Match', 'must be "*" or one quoted entity tag')
  // A weak tag never matches strongly: hand on what cannot be equal to any of ours.
  return tags[0]![1] ? `W/${tags[0]![2]}` : tags[0]![2]
}

/** `If-None-Match: *`: only when there is none yet (RFC 9110, 13.1.2). */
export function ifNoneMatch(headers: Headers): '*' | undefined {
  const value = headers.get('if-none-match')?.trim()
  if (!value) return undefined
  if (value !== '*') throw invalid('If-None-Match', 'may only be "*" on a write')
  return '*'
}

function invalid(header: string, rule: string): AlcoveError {
  const message = `${header} ${rule}`
  return new AlcoveError('ValidationFailed', message, { errors: [{ path: header.toLowerCase(), message }] })
}
