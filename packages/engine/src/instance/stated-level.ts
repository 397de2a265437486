import type { LogLevel } from '@alcove/contract'

/** Longer lines are not parsed. */
const MOST_CHARACTERS = 16 * 1024
const OPEN = '{'.charCodeAt(0)
const CLOSE = '}'.charCodeAt(0)
const NAMED = /"(level|severity|levelname)"\s*:/

/** As loggers write them: pino and bunyan, winston, zap, Powertools, Python's JSON formatters, Google Cloud. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  silly: 'trace',
  debug: 'debug',
  verbose: 'debug',
  info: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  fatal: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'error',
}

/** The level that a line of JSON gives itself; null for any other line. */
export function statedLevel(line: string): LogLevel | null {
  if (line.charCodeAt(0) !== OPEN || line.charCodeAt(line.length - 1) !== CLOSE) return null
  if (line.length > MOST_CHARACTERS || !NAMED.test(line)) return null
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(line)
  } catch {
    return null
  }
  const stated = fields['level'] ?? fields['severity'] ?? fields['levelname']
  if (typeof stated !== 'string' && typeof stated !== 'number') return null
  const name = String(stated).toLowerCase()
  return Object.hasOwn(LEVELS, name) ? LEVELS[name]! : null
}
