import type { LogLevel } from '@alcove/contract'

export const LEVEL_COLORS: Record<LogLevel, string> = {
  error: 'var(--o-functionError)',
  warn: 'var(--o-timeout)',
  info: 'var(--bar)',
  debug: 'var(--line-control)',
  trace: 'var(--line-control)',
}
