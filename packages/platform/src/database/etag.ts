import { AlcoveError } from '@alcove/contract'

export function etagOf(value: string | number): string {
  return `"${value}"`
}

/**
 * If-Match (RFC 9110, 13.1.1): `*` or a list of quoted tags, one of which must be the current one.
 * @throws {AlcoveError} PreconditionFailed
 */
export function requireMatch(ifMatch: string | undefined, current: string, what: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const tags = ifMatch.split(',').map((tag) => tag.trim())
  if (!tags.includes(etagOf(current))) {
    throw new AlcoveError('PreconditionFailed', `${what} has changed since you read it: read it again and merge`, {
      headers: { ETag: etagOf(current) },
    })
  }
}
