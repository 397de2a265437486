import { SPAN_KINDS, type CallSpan } from '@alcove/contract'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { invocationOf } from '../../../records/invocations/invocation-of.ts'
import type { CallRow, RecordsOf } from './read-calls.ts'
import type { SinkRecord } from './sink-record.ts'

type SpanKind = (typeof SPAN_KINDS)[number]

/** One span, as all destinations write it. */
export interface SpanRecord {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: SpanKind
  startedAt: string
  durationMs: number
  status: string
  error: { name: string; message: string } | null
  attributes: Record<string, string | number | boolean>
}

/** The span of a call, and those of what it did: requests, and what its code measures. */
export const spansOfCall: RecordsOf = (ctx, row) => {
  const span = spanOf(ctx, row)
  const { id, at, data } = span
  const call = data as unknown as SpanRecord
  return [span, ...(row.extras.spans ?? []).map((inner) => innerOf(inner, { id, at, call }))]
}

/** The id that `traceparent` passes on, so that spans of other systems join the trace. */
const spanIdOf = (invocationId: string) => invocationId.replaceAll('-', '').slice(0, 16)

function spanOf(ctx: SpaceCtx, { row, caller, extras }: CallRow): SinkRecord {
  const call = invocationOf(ctx, row)
  const { parentId = null, taskId = null, phases, error, droppedSpans = 0 } = extras
  const data: SpanRecord = {
    traceId: call.traceId,
    spanId: spanIdOf(call.id),
    parentSpanId: parentId === null ? null : spanIdOf(parentId),
    name: call.function,
    kind: taskId === null ? 'server' : 'consumer',
    startedAt: call.startedAt,
    durationMs: call.durationMs,
    status: call.status,
    error: error ? { name: error.name, message: error.message } : null,
    attributes: {
      ...namesOf(call),
      'faas.trigger': call.trigger,
      'faas.coldstart': call.start === 'cold',
      'alcove.status': call.status,
      ...(call.triggerName !== null && { 'alcove.trigger': call.triggerName }),
      ...(taskId !== null && { 'alcove.task_id': taskId }),
      ...(caller !== null && { 'alcove.caller': caller }),
      ...(call.httpMethod !== null && { 'http.request.method': call.httpMethod }),
      ...(call.httpPath !== null && { 'url.path': call.httpPath }),
      ...(call.httpStatus !== null && { 'http.response.status_code': call.httpStatus }),
      ...(droppedSpans > 0 && { 'alcove.dropped_spans': droppedSpans }),
      ...Object.fromEntries(Object.entries(phases).map(([phase, ms]) => [`alcove.phase.${phase}_ms`, ms])),
    },
  }
  return { id: call.id, at: row.startedAt.getTime(), data: { ...data } }
}

/** What every span of a call says about it. A span cannot say otherwise. */
function namesOf(call: { id: string; function: string; version: number | null; space: string }) {
  return {
    'faas.invocation_id': call.id,
    'faas.name': call.function,
    'faas.version': call.version === null ? 'draft' : String(call.version),
    'alcove.space': call.space,
  }
}

const OF_CALL = ['faas.invocation_id', 'faas.name', 'faas.version', 'alcove.space']

function innerOf(
  { id, parentId, name, kind, startMs, durationMs, error, attributes }: CallSpan,
  of: { id: string; at: number; call: SpanRecord },
): SinkRecord {
  const startedAt = of.at + startMs
  const data: SpanRecord = {
    traceId: of.call.traceId,
    spanId: id,
    parentSpanId: parentId ?? of.call.spanId,
    name,
    kind,
    startedAt: new Date(startedAt).toISOString(),
    durationMs,
    status: error === null ? 'success' : 'error',
    error: error === null ? null : { name: 'Error', message: error },
    attributes: {
      ...attributes,
      ...Object.fromEntries(OF_CALL.map((key) => [key, of.call.attributes[key]!])),
    },
  }
  return { id: `${of.id}/${id}`, at: startedAt, data: { ...data } }
}
