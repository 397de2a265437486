import { LIMITS, type CapturedLine, type LogLevel } from '@alcove/contract'
import { plainPairs, plainValue } from './plain-value.ts'
import type { RawEntry } from './raw.ts'
import { milliseconds } from './span-of.ts'

const MOST_ATTRIBUTES = 64
/** Later and earlier times are not believed. */
const AROUND_MS = 60_000

/** A log record as a line: its text, or JSON with its attributes as fields, which queries then find. */
export function lineOf(raw: RawEntry, now: number): CapturedLine {
  const time = milliseconds(raw.timeUnixNano) ?? milliseconds(raw.observedTimeUnixNano) ?? now
  const body = plainValue(raw.body) ?? ''
  const attributes = plainPairs(raw.attributes, MOST_ATTRIBUTES)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const isPlain = Object.keys(attributes).length === 0
  const bytes = Buffer.from(isPlain ? text : JSON.stringify({ message: body, ...attributes }))
  return {
    time: Math.abs(time - now) < AROUND_MS ? time : now,
    level: levelOf(raw.severityNumber),
    message: bytes.toString('utf8', 0, LIMITS.logLineBytes),
    truncatedBytes: Math.max(0, bytes.length - LIMITS.logLineBytes),
  }
}

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
function levelOf(severity: unknown): LogLevel {
  if (typeof severity !== 'number' || !(severity >= 1)) return 'info'
  const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const
  return levels[Math.min(4, Math.floor((severity - 1) / 4))]!
}
