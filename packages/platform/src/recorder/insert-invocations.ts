import type { CallReport, InvocationRecord } from '@alcove/contract'
import type pg from 'pg'
import type { InvocationExtras } from '../database/schema/index.ts'
import { bareArray, textArray } from './array-literal.ts'
import { cleanJson, cleanText } from './clean-text.ts'
import { summaryOf } from './summary-of.ts'

type Column = { name: string; type: string } & (
  | { of(record: InvocationRecord): string | number | null }
  /** Text from outside, which needs cleaning and quotes. */
  | { textOf(record: InvocationRecord): string | null }
)

const COLUMNS: Column[] = [
  { name: 'id', type: 'uuid', of: (record) => record.id },
  { name: 'space_id', type: 'uuid', of: (record) => record.spaceId },
  { name: 'function_id', type: 'uuid', of: (record) => record.functionId },
  { name: 'status', type: 'text', of: (record) => record.status },
  { name: 'qualifier', type: 'text', textOf: (record) => cleanText(record.qualifier) },
  { name: 'version', type: 'int4', of: (record) => record.version },
  { name: 'revision', type: 'text', of: (record) => record.revision },
  { name: 'trigger', type: 'text', of: (record) => record.trigger },
  { name: 'trigger_name', type: 'text', textOf: (record) => record.triggerName && cleanText(record.triggerName) },
  { name: 'started_at', type: 'timestamptz', of: (record) => new Date(record.startedAt).toISOString() },
  { name: 'duration_ms', type: 'float8', of: ({ report }) => report.durationMs },
  { name: 'billed_ms', type: 'int4', of: ({ report }) => billedMs(report) },
  { name: 'start', type: 'text', of: ({ report }) => report.start },
  { name: 'peak_memory_mb', type: 'float4', of: ({ report }) => report.peakMemoryMb },
  { name: 'memory_mb', type: 'int4', of: (record) => record.memoryMb },
  { name: 'summary', type: 'text', textOf: (record) => cleanText(summaryOf(record)) },
  { name: 'http_method', type: 'text', textOf: ({ http }) => http && cleanText(http.method) },
  { name: 'http_path', type: 'text', textOf: ({ http }) => http && cleanText(http.path) },
  { name: 'http_status', type: 'int4', of: ({ http }) => http && http.status },
  { name: 'log_lines', type: 'int4', of: ({ report }) => report.logLines },
  { name: 'trace_id', type: 'text', textOf: (record) => cleanText(record.traceId) },
  { name: 'extras', type: 'json', textOf: (record) => cleanJson(JSON.stringify(extrasOf(record))) },
]

const names = COLUMNS.map(({ name }) => name).join(', ')
const arrays = COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')
const INSERT = `insert into invocations (${names}) select * from unnest(${arrays}) on conflict do nothing`

export async function insertInvocations(client: pg.PoolClient, records: InvocationRecord[]): Promise<void> {
  await client.query({
    name: 'insert-invocations',
    text: INSERT,
    values: COLUMNS.map((column) =>
      'of' in column ? bareArray(records.map(column.of)) : textArray(records.map(column.textOf)),
    ),
  })
}

/** What the function used, rounded up: its start if it paid for one, and its run. */
function billedMs({ start, phases, durationMs }: CallReport): number {
  if (start === null) return 0
  const { init = 0, handler, response = 0 } = phases
  return Math.ceil(handler === undefined ? durationMs : init + handler + response)
}

function extrasOf({ input, output, caller, parentId, hops, report }: InvocationRecord): InvocationExtras {
  const { error, phases, instanceId, logsTruncated, cpuMs } = report
  return { input, output, error, phases, instanceId, caller, parentId, logsTruncated, hops, cpuMs }
}
