import { AlcoveError, type Page } from '@alcove/contract'

/** Keyset pagination: a cursor holds the sort key of the last row on a page, so inserts never shift the next page. */
export function encodeCursor(key: string): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws {AlcoveError} ValidationFailed when we did not make this cursor, or it does not match `shape`. */
export function decodeCursor(cursor: string | undefined, shape: RegExp): string | null {
  if (cursor === undefined) return null
  const key = parse(cursor)
  if (typeof key === 'string' && shape.test(key)) return key
  throw new AlcoveError('ValidationFailed', 'This list did not issue the cursor', {
    errors: [{ path: 'cursor', message: 'Send nextCursor of the previous page unchanged' }],
  })
}

export const BY_NAME = /^[a-z][a-z0-9-]{0,62}$/
export const BY_NUMBER = /^[1-9][0-9]{0,8}$/
export const BY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Makes a page from `limit + 1` rows: the extra row only tells whether there is a next page. */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
