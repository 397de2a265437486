import type { CapturedLine, MeasuredSpan } from '@alcove/contract'
import { lineOf } from './line-of.ts'
import { readJson } from './read-json.ts'
import { MOST_READ } from './raw.ts'
import { readProtobuf } from './read-protobuf.ts'
import { spanOf, type TracedCall } from './span-of.ts'

export interface Received {
  spans: MeasuredSpan[]
  lines: CapturedLine[]
  /** Spans that are malformed, belong to another call, or are too many. */
  dropped: number
}

/** The first byte of a TELEMETRY frame. */
const LOGS = 1
const JSON_TEXT = 2

export const isLogs = (payload: Buffer): boolean => ((payload[0] ?? 0) & LOGS) !== 0

/** A line that says what is not in the log. */
export const missing = (now: number, message: string): CapturedLine => ({
  time: now,
  level: 'warn',
  message,
  truncatedBytes: 0,
})

/** A request of OpenTelemetry's protocol that an instance passes on. Never throws: function code made it. */
export function receiveTelemetry(payload: Buffer, call: TracedCall, now: number): Received {
  const flags = payload[0] ?? 0
  const bytes = payload.subarray(1)
  const read = (flags & JSON_TEXT) === 0 ? readProtobuf : readJson
  try {
    if (isLogs(payload)) {
      const { entries, more } = read(bytes, 'logs')
      const lines = entries.map((raw) => lineOf(raw, now))
      if (more > 0) lines.push(missing(now, `${more} log records are missing here: one request may have ${MOST_READ}`))
      return { spans: [], lines, dropped: 0 }
    }
    const { entries, more } = read(bytes, 'traces')
    const spans = entries.map((raw) => spanOf(raw, call, now)).filter((span) => span !== null)
    return { spans, lines: [], dropped: more + entries.length - spans.length }
  } catch {
    return { spans: [], lines: [], dropped: 1 }
  }
}
