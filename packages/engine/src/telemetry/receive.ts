import type { CapturedLine, MeasuredSpan } from '@alcove/contract'
import { lineOf } from './line-of.ts'
import { readJson } from './read-json.ts'
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

/** A request of OpenTelemetry's protocol that an instance passes on. Never throws: function code made it. */
export function receiveTelemetry(payload: Buffer, call: TracedCall, now: number): Received {
  const flags = payload[0] ?? 0
  const bytes = payload.subarray(1)
  const read = (flags & JSON_TEXT) === 0 ? readProtobuf : readJson
  try {
    if ((flags & LOGS) !== 0) {
      return { spans: [], lines: read(bytes, 'logs').entries.map((raw) => lineOf(raw, now)), dropped: 0 }
    }
    const { entries, more } = read(bytes, 'traces')
    const spans = entries.map((raw) => spanOf(raw, call, now)).filter((span) => span !== null)
    return { spans, lines: [], dropped: more + entries.length - spans.length }
  } catch {
    return { spans: [], lines: [], dropped: 1 }
  }
}
