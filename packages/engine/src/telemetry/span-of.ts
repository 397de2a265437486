import { SPAN_KINDS, SPAN_LIMITS, type MeasuredSpan } from '@alcove/contract'
import { plainPairs } from './plain-value.ts'
import type { RawEntry } from './raw.ts'

/** The call that sends what its code measured. */
export interface TracedCall {
  traceId: string
  /** As `traceparent` tells it. */
  spanId: string
  /** By the clock, in milliseconds. */
  startedAt: number
  /** Whether the instance serves others at the same time: what does not name this call may be theirs. */
  shared: boolean
}

/** All zeroes mean none: https://www.w3.org/TR/trace-context/#parent-id */
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/
/** Clocks of sandbox and host are one; times are rounded. */
const ROUNDED_MS = 5

/** Null when it is not a span, or belongs to another call. */
export function spanOf(raw: RawEntry, call: TracedCall, now: number): MeasuredSpan | null {
  const id = lower(raw.spanId)
  const startedAt = milliseconds(raw.startTimeUnixNano)
  const endedAt = milliseconds(raw.endTimeUnixNano)
  if (id === null || !SPAN_ID.test(id) || typeof raw.name !== 'string' || startedAt === null || endedAt === null) {
    return null
  }
  const isNamed = lower(raw.traceId) === call.traceId
  // An exporter may send late what an earlier call of the instance made.
  if (!isNamed && (call.shared || endedAt < call.startedAt - ROUNDED_MS)) return null
  const began = Math.min(Math.max(startedAt, call.startedAt), now)
  const parentId = lower(raw.parentSpanId)
  const { code, message } = statusOf(raw.status)
  return {
    id,
    parentId: parentId !== null && SPAN_ID.test(parentId) && parentId !== call.spanId ? parentId : null,
    name: raw.name.slice(0, SPAN_LIMITS.name),
    // 0 is "unspecified".
    kind: SPAN_KINDS[Number(raw.kind) - 1] ?? 'internal',
    startedAt: began,
    durationMs: Math.max(0, Math.min(endedAt, now) - began),
    error: code === ERROR ? (message ?? 'Error').slice(0, SPAN_LIMITS.value) : null,
    attributes: attributesOf(raw.attributes),
  }
}

const ERROR = 2

function statusOf(status: unknown): { code: unknown; message: string | null } {
  if (typeof status !== 'object' || status === null) return { code: 0, message: null }
  const { code, message } = status as { code?: unknown; message?: unknown }
  return {
    code: code === 'STATUS_CODE_ERROR' ? ERROR : code,
    message: typeof message === 'string' && message !== '' ? message : null,
  }
}

function attributesOf(pairs: unknown): MeasuredSpan['attributes'] {
  const kept: [string, string | number | boolean][] = []
  for (const [key, value] of Object.entries(plainPairs(pairs, SPAN_LIMITS.attributes))) {
    if (key.length > SPAN_LIMITS.key || key === '__proto__') continue
    if (typeof value === 'number' || typeof value === 'boolean') kept.push([key, value])
    else kept.push([key, (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, SPAN_LIMITS.value)])
  }
  return Object.fromEntries(kept)
}

/** From nanoseconds, which JSON writes as text. */
export function milliseconds(nanos: unknown): number | null {
  if (typeof nanos !== 'number' && (typeof nanos !== 'string' || nanos.length > 20)) return null
  const ms = Number(nanos) / 1e6
  return Number.isFinite(ms) && ms > 0 ? ms : null
}

function lower(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 64 ? value.toLowerCase() : null
}
