import type { CallReport, InvocationRecord } from '@alcove/contract'
import type { InvocationExtras } from '../../database/schema/index.ts'
import type { BinaryRows } from './binary-rows.ts'
import { cleanJson, cleanText } from './clean-text.ts'
import { summaryOf } from './summary-of.ts'

type Writer = (rows: BinaryRows, record: InvocationRecord) => void

/** Text from outside is cleaned; ids and words of our own need not be. */
const COLUMNS: readonly [name: string, write: Writer][] = [
  ['id', (rows, { id }) => rows.uuid(id)],
  ['space_id', (rows, { spaceId }) => rows.uuid(spaceId)],
  ['function_id', (rows, { functionId }) => rows.uuid(functionId)],
  ['status', (rows, { status }) => rows.text(status)],
  ['qualifier', (rows, { qualifier }) => rows.text(cleanText(qualifier))],
  ['version', (rows, { version }) => rows.int4(version)],
  ['revision', (rows, { revision }) => rows.text(revision)],
  ['trigger', (rows, { trigger }) => rows.text(trigger)],
  ['trigger_name', (rows, { triggerName }) => rows.text(triggerName && cleanText(triggerName))],
  ['started_at', (rows, { startedAt }) => rows.timestamp(startedAt)],
  ['duration_ms', (rows, { report }) => rows.float8(report.durationMs)],
  ['billed_ms', (rows, { report }) => rows.int4(billedMs(report))],
  ['start', (rows, { report }) => rows.text(report.start)],
  ['peak_memory_mb', (rows, { report }) => rows.float4(report.peakMemoryMb)],
  ['memory_mb', (rows, { memoryMb }) => rows.int4(memoryMb)],
  ['summary', (rows, record) => rows.text(cleanText(summaryOf(record)))],
  ['http_method', (rows, { http }) => rows.text(http && cleanText(http.method))],
  ['http_path', (rows, { http }) => rows.text(http && cleanText(http.path))],
  ['http_status', (rows, { http }) => rows.int4(http && http.status)],
  ['log_lines', (rows, { report }) => rows.int4(report.logLines)],
  ['trace_id', (rows, { traceId }) => rows.text(cleanText(traceId))],
  ['extras', (rows, record) => rows.text(cleanJson(JSON.stringify(extrasOf(record))))],
]

export const INVOCATIONS = `invocations (${COLUMNS.map(([name]) => name).join(', ')})`

export function writeInvocation(rows: BinaryRows, record: InvocationRecord): void {
  rows.row(COLUMNS.length)
  for (const [, write] of COLUMNS) write(rows, record)
}

/** What the function used, rounded up: its start if it paid for one, and its run. Waiting for a build costs nothing. */
function billedMs({ start, phases, durationMs }: CallReport): number {
  if (start === null) return 0
  const { build = 0, init = 0, handler, response = 0 } = phases
  return Math.ceil(handler === undefined ? durationMs - build : init + handler + response)
}

function extrasOf({ input, output, caller, parentId, hops, report }: InvocationRecord): InvocationExtras {
  const { error, phases, instanceId, logsTruncated, cpuMs } = report
  return { input, output, error, phases, instanceId, caller, parentId, logsTruncated, hops, cpuMs }
}
