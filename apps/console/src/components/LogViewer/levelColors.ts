import type { LogLevel } from '@alcove/contract'

export const LEVEL_COLORS: Record<LogLevel, string> = {
  error: 'var(--o-functionError)',
  warn: 'var(--o-timeout)',
  info: 'var(--bar)',
  debug: 'var(--line-control)',
  trace: 'var(--line-control)',
}

/** Degrees of the stripes of levels that differ from a neighbour by their colours alone. */
export const LEVEL_STRIPES: Partial<Record<LogLevel, number>> = { warn: 45, debug: 45, trace: 90 }
