import { AlcoveError } from '@alcove/contract'

/** States of a thing, one of which must be its present one; `any`: it must exist; `none`: it must not. */
export type Expected = readonly string[] | 'any' | 'none'

/**
 * Keeps a write from undoing one that its author has not seen. `current` is null when there is nothing yet.
 * @throws {AlcoveError} PreconditionFailed
 */
export function requireExpected(expected: Expected | undefined, current: string | null, what: string): void {
  if (expected === undefined) return
  const failed = (detail: string) => new AlcoveError('PreconditionFailed', `${what} ${detail}`, { current })
  if (current === null) {
    if (expected !== 'none') throw failed('does not exist')
  } else if (expected === 'none') {
    throw failed('exists already')
  } else if (expected !== 'any' && !expected.includes(current)) {
    throw failed('has changed since you read it: read it again and merge')
  }
}
