import { AlcoveError } from '@alcove/contract'

/** What the client expects: one of these states, `any` (the resource exists) or `none` (it does not). */
export type Expected = readonly string[] | 'any' | 'none'

/**
 * Keeps a write from undoing a newer one that its author has not seen. `current` is null when the resource does not
 * exist.
 * @throws {AlcoveError} PreconditionFailed
 */
export function requireExpected(expected: Expected | undefined, current: string | null, what: string): void {
  if (expected === undefined) return
  const failed = (detail: string) => new AlcoveError('PreconditionFailed', `${what} ${detail}`, { current })
  if (current === null) {
    if (expected !== 'none') throw failed('does not exist')
  } else if (expected === 'none') {
    throw failed('already exists')
  } else if (expected !== 'any' && !expected.includes(current)) {
    throw failed('has changed since you read it: read it again and merge')
  }
}
