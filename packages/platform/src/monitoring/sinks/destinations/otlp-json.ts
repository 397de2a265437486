import { SPAN_KINDS, type LogLevel } from '@alcove/contract'
import type { SinkRecord } from '../read/sink-record.ts'
import type { SpanRecord } from '../read/spans-of-call.ts'

/*
 * Records as the messages of OTLP in JSON (https://github.com/open-telemetry/opentelemetry-proto): ids in hex, 64-bit
 * integers as strings.
 */

const SCOPE = { name: 'alcove' }
/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITY: Record<LogLevel, number> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17 }

type Attributes = Record<string, unknown>

export function exportOf(dataset: 'logs' | 'metrics' | 'traces', records: readonly SinkRecord[]): object {
  const services = Map.groupBy(records, serviceOf)
  const resources = [...services].map(([service, part]) => ({
    resource: { attributes: attributesOf({ 'service.name': service, 'service.namespace': spaceOf(part[0]!) }) },
    part,
  }))
  switch (dataset) {
    case 'logs':
      return {
        resourceLogs: resources.map(({ resource, part }) => ({
          resource,
          scopeLogs: [{ scope: SCOPE, logRecords: part.map(logOf) }],
        })),
      }
    case 'traces':
      return {
        resourceSpans: resources.map(({ resource, part }) => ({
          resource,
          scopeSpans: [{ scope: SCOPE, spans: part.map(spanOf) }],
        })),
      }
    case 'metrics':
      return {
        resourceMetrics: resources.map(({ resource, part }) => ({
          resource,
          scopeMetrics: [{ scope: SCOPE, metrics: metricsOf(part) }],
        })),
      }
  }
}

const serviceOf = ({ data }: SinkRecord) => String(data['function'] ?? (data['attributes'] as Attributes)['faas.name'])
const spaceOf = ({ data }: SinkRecord) => String(data['space'] ?? (data['attributes'] as Attributes)['alcove.space'])
const nanos = (ms: number) => `${Math.round(ms * 1000)}000`

function logOf({ at, data }: SinkRecord) {
  const level = data['level'] as LogLevel
  return {
    timeUnixNano: nanos(at),
    severityNumber: SEVERITY[level],
    severityText: level.toUpperCase(),
    body: { stringValue: data['message'] },
    attributes: attributesOf({
      'faas.invocation_id': data['invocationId'],
      'faas.version': data['version'] === null ? 'draft' : String(data['version']),
      'log.record.uid': data['id'],
    }),
  }
}

function spanOf({ at, data }: SinkRecord) {
  const span = data as unknown as SpanRecord
  const { error, status } = span
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== null && { parentSpanId: span.parentSpanId }),
    name: span.name,
    // 0 is "unspecified".
    kind: SPAN_KINDS.indexOf(span.kind) + 1,
    startTimeUnixNano: nanos(at),
    endTimeUnixNano: nanos(at + span.durationMs),
    attributes: attributesOf(span.attributes),
    status:
      status === 'success' ? { code: 1 } : { code: 2, message: error ? `${error.name}: ${error.message}` : status },
  }
}

/** Sums of each minute (delta), and the percentiles of its durations. */
function metricsOf(records: readonly SinkRecord[]) {
  const sum = (name: string, unit: string, points: object[]) => ({
    name,
    unit,
    sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: points },
  })
  const point = ({ at, data }: SinkRecord, extra: Attributes) => ({
    startTimeUnixNano: nanos(at),
    timeUnixNano: nanos(at + 60_000),
    attributes: attributesOf({
      'faas.version': data['version'] === null ? 'draft' : String(data['version']),
      ...extra,
    }),
  })
  const calls = records.flatMap((record) =>
    Object.entries(record.data['statuses'] as Record<string, number>)
      .filter(([, count]) => count > 0)
      .map(([status, count]) => ({ ...point(record, { 'alcove.status': status }), asInt: String(count) })),
  )
  const colds = records.map((record) => ({ ...point(record, {}), asInt: String(record.data['coldStarts']) }))
  const durations = records.flatMap((record) =>
    Object.entries(record.data['durationMs'] as Record<string, number | null>)
      .filter(([name, ms]) => name !== 'sum' && ms !== null)
      .map(([quantile, ms]) => ({ ...point(record, { quantile }), asDouble: ms })),
  )
  return [
    sum('faas.invocations', '{invocation}', calls),
    sum('faas.coldstarts', '{coldstart}', colds),
    { name: 'alcove.invocation.duration', unit: 'ms', gauge: { dataPoints: durations } },
  ]
}

function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }))
}

function valueOf(value: unknown): object {
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value !== 'number') return { stringValue: String(value) }
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
