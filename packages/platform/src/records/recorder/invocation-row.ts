import { billedMs, type InvocationRecord, type RecordedPayload } from '@alcove/contract'
import { invocations, type InvocationExtras } from '../../database/schema/index.ts'
import type { BinaryRows } from './binary-rows.ts'
import { cleanJson, cleanText } from './clean-text.ts'
import { summaryOf } from './summary-of.ts'

type Writer = (rows: BinaryRows, record: InvocationRecord) => void

type Column = Exclude<keyof typeof invocations.$inferSelect, 'repeats' | 'repeated'>

/** One writer per column of the schema. Text from outside is cleaned; our own ids and words need not be. */
const WRITERS: Record<Column, Writer> = {
  id: (rows, { id }) => rows.uuid(id),
  spaceId: (rows, { spaceId }) => rows.uuid(spaceId),
  functionId: (rows, { functionId }) => rows.uuid(functionId),
  status: (rows, { status }) => rows.text(status),
  qualifier: (rows, { qualifier }) => rows.text(cleanText(qualifier)),
  version: (rows, { version }) => rows.int4(version),
  revision: (rows, { revision }) => rows.text(revision),
  trigger: (rows, { trigger }) => rows.text(trigger),
  triggerName: (rows, { triggerName }) => rows.text(triggerName && cleanText(triggerName)),
  startedAt: (rows, { startedAt }) => rows.timestamp(startedAt),
  durationMs: (rows, { report }) => rows.float8(report.durationMs),
  billedMs: (rows, { report }) => rows.int4(billedMs(report)),
  start: (rows, { report }) => rows.text(report.start),
  peakMemoryMb: (rows, { report }) => rows.float4(report.peakMemoryMb),
  memoryMb: (rows, { memoryMb }) => rows.int4(memoryMb),
  summary: (rows, record) => rows.text(cleanText(summaryOf(record))),
  httpMethod: (rows, { http }) => rows.text(http && cleanText(http.method)),
  httpPath: (rows, { http }) => rows.text(http && cleanText(http.path)),
  httpStatus: (rows, { http }) => rows.int4(http && http.status),
  logLines: (rows, { report }) => rows.int4(report.logLines),
  traceId: (rows, { traceId }) => rows.text(cleanText(traceId)),
  inputText: (rows, { input }) => rows.text(input && cleanText(input.text)),
  outputText: (rows, { output }) => rows.text(output && cleanText(output.text)),
  extras: (rows, record) => rows.text(cleanJson(JSON.stringify(extrasOf(record)))),
}

const columns = Object.keys(WRITERS) as Column[]
const writers = Object.values(WRITERS)
export const INVOCATIONS = `invocations (${columns.map((column) => invocations[column].name).join(', ')})`

export function writeInvocation(rows: BinaryRows, record: InvocationRecord): void {
  rows.row(writers.length)
  for (const write of writers) write(rows, record)
}

function extrasOf({ input, output, caller, parentId, taskId, hops, report }: InvocationRecord): InvocationExtras {
  const { error, phases, instanceId, logsTruncated, cpuMs } = report
  return {
    input: sizeOf(input),
    output: sizeOf(output),
    error,
    phases,
    instanceId,
    caller,
    parentId,
    taskId,
    logsTruncated,
    hops,
    cpuMs,
  }
}

function sizeOf(payload: RecordedPayload | null): InvocationExtras['input'] {
  if (payload === null) return null
  const { encoding, bytes, truncated } = payload
  return { encoding, bytes, truncated }
}
