import { invalid } from '@alcove/contract'
import type { Expected } from '@alcove/platform'

export const quoted = (etag: string): string => `"${etag}"`

const ENTITY_TAGS = /^(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*$/
const ENTITY_TAG = /(W\/)?"([^"]*)"/g

/** What a write expects of the current state, by its `If-Match` and `If-None-Match`. */
export function expectedBy(headers: Headers): Expected | undefined {
  if (headers.has('if-unmodified-since')) {
    throw invalid(
      'if-unmodified-since',
      'Writes are made under If-Match: a date does not tell two writes of a second apart',
    )
  }
  const [match, none] = [ifMatch(headers), ifNoneMatch(headers)]
  // Nothing can satisfy both.
  return match && none ? [] : (match ?? none)
}

/** `*` or a list of quoted entity tags (RFC 9110, 13.1.1). */
function ifMatch(headers: Headers): Expected | undefined {
  const value = headers.get('if-match')?.trim()
  if (value === undefined) return undefined
  if (value === '*') return 'any'
  if (!ENTITY_TAGS.test(value)) throw invalid('if-match', 'If-Match must be "*" or quoted entity tags')
  // A weak tag matches nothing on a write.
  return [...value.matchAll(ENTITY_TAG)].filter(([, weak]) => !weak).map(([, , tag]) => tag!)
}

/** `If-None-Match: *`: only when there is none yet (RFC 9110, 13.1.2). */
function ifNoneMatch(headers: Headers): 'none' | undefined {
  const value = headers.get('if-none-match')?.trim()
  if (value === undefined) return undefined
  if (value !== '*') throw invalid('if-none-match', 'If-None-Match may only be "*" on a write')
  return 'none'
}

/**
 * The outcome of a read with conditions: 304 when the reader has this state already, 412 when it asks for another one.
 */
export function readCondition(
  headers: Headers,
  { etag, updatedAt }: { etag: string; updatedAt: string },
): 'read' | 304 | 412 {
  const wanted = ifMatch(headers)
  if (wanted !== undefined && wanted !== 'any' && !wanted.includes(etag)) return 412
  // Headers count in seconds.
  const updated = Math.floor(Date.parse(updatedAt) / 1000) * 1000
  if (wanted === undefined && Date.parse(headers.get('if-unmodified-since') ?? '') < updated) return 412
  const known = headers.get('if-none-match')?.trim()
  // A weak tag is good enough here (RFC 9110, 13.1.2). The date counts only without a tag.
  if (known) return known === '*' || [...known.matchAll(ENTITY_TAG)].some(([, , tag]) => tag === etag) ? 304 : 'read'
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return since >= updated ? 304 : 'read'
}
