import { AlcoveError } from '@alcove/contract'

/** @throws {AlcoveError} ValidationFailed when the range is empty */
export function rangeOf(input: { from: string; to: string }): { from: number; to: number } {
  const range = { from: Date.parse(input.from), to: Date.parse(input.to) }
  if (range.to > range.from) return range
  const errors = [{ path: 'to', message: 'Must be after "from"' }]
  throw new AlcoveError('ValidationFailed', 'The range is not valid', { errors })
}
