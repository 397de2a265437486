import type { LogFilter } from '@alcove/contract'

/** Parts that every matching line must satisfy. */
export function required(filter: LogFilter): LogFilter[] {
  return filter.kind === 'and' ? filter.of.flatMap(required) : [filter]
}

/** The calls that all matching lines belong to; null: the filter names none. */
export function invocationsIn(filter: LogFilter): readonly string[] | null {
  return required(filter).find((part) => part.kind === 'invocation')?.ids ?? null
}

/** Whether some part of the filter looks at the call that a line belongs to. */
export function namesInvocations(filter: LogFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(namesInvocations)
    case 'not':
      return namesInvocations(filter.of)
    default:
      return filter.kind === 'invocation'
  }
}

/** Whether only the level and the function decide. */
export function isAboutLevels(filter: LogFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.every(isAboutLevels)
    case 'not':
      return isAboutLevels(filter.of)
    case 'level':
    case 'function':
      return true
    default:
      return false
  }
}

/** Text that LIKE compares as searches do: SQLite ignores case in ASCII only. */
export function isPlainForLike(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the range is ASCII
  return !/[^\0-\x7f]/.test(text) || text.toLowerCase() === text.toUpperCase()
}

export const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
