import {
  billedMs,
  type InvocationRecord,
  type MeasuredSpans,
  type Phases,
  type RecordedPayload,
} from '@alcove/contract'
import { invocations, type InvocationExtras } from '../../database/schema/index.ts'
import type { BinaryRows } from './binary-rows.ts'
import { cleanJson, cleanText } from './clean-text.ts'
import { summaryOf } from './summary-of.ts'

type Writer = (rows: BinaryRows, record: InvocationRecord, fingerprint: string | undefined) => void

type Column = Exclude<keyof typeof invocations.$inferSelect, 'repeats' | 'repeated'>

/** One writer per column of the schema. Text from outside is cleaned; our own ids and words need not be. */
const WRITERS: Record<Column, Writer> = {
  id: (rows, { id }) => rows.uuid(id),
  spaceId: (rows, { spaceId }) => rows.uuid(spaceId),
  functionId: (rows, { functionId }) => rows.uuid(functionId),
  status: (rows, { status }) => rows.text(status),
  qualifier: (rows, { qualifier }) => rows.text(cleanText(qualifier)),
  version: (rows, { version }) => rows.int4(version),
  // That of a published version is in its own row.
  revision: (rows, { version, revision }) => rows.hex(version === null ? revision : null),
  trigger: (rows, { trigger }) => rows.text(trigger),
  triggerName: (rows, { triggerName }) => rows.text(triggerName && cleanText(triggerName)),
  startedAt: (rows, { startedAt }) => rows.timestamp(startedAt),
  durationMs: (rows, { report }) => rows.float8(report.durationMs),
  billedMs: (rows, { report }) => rows.int4(billedMs(report)),
  start: (rows, { report }) => rows.text(report.start),
  peakMemoryMb: (rows, { report }) => rows.float4(report.peakMemoryMb),
  memoryMb: (rows, { memoryMb }) => rows.int4(memoryMb),
  summary: (rows, record) => rows.text(cleanText(summaryBeside(record))),
  httpMethod: (rows, { http }) => rows.text(http && cleanText(http.method)),
  httpPath: (rows, { http }) => rows.text(http && cleanText(http.path)),
  httpStatus: (rows, { http }) => rows.int4(http && http.status),
  logLines: (rows, { report }) => rows.int4(report.logLines),
  traceId: (rows, { traceId }) => rows.hex(traceId),
  instanceId: (rows, { report }) => rows.uuid(report.instanceId),
  caller: (rows, { caller }) => rows.text(caller && cleanText(caller)),
  inputText: (rows, { input }) => rows.text(input && cleanText(input.text)),
  outputText: (rows, { output }) => rows.text(output && cleanText(output.text)),
  extras: (rows, record, fingerprint) => rows.text(cleanJson(JSON.stringify(extrasOf(record, fingerprint)))),
}

const columns = Object.keys(WRITERS) as Column[]
const writers = Object.values(WRITERS)
export const INVOCATIONS = `invocations (${columns.map((column) => invocations[column].name).join(', ')})`

/** @param fingerprint of the issue that the call belongs to */
export function writeInvocation(rows: BinaryRows, record: InvocationRecord, fingerprint?: string): void {
  rows.row(writers.length)
  for (const write of writers) write(rows, record, fingerprint)
}

/** JSON leaves out what is undefined: names of fields that say nothing would be most of a row. */
function extrasOf(record: InvocationRecord, fingerprint: string | undefined): InvocationExtras {
  const { input, output, parentId, taskId, requestId, hops, report } = record
  return {
    input: sizeOf(input),
    output: sizeOf(output),
    error: report.error ?? undefined,
    fingerprint,
    phases: roundedPhases(report.phases),
    parentId: parentId ?? undefined,
    taskId: taskId ?? undefined,
    requestId: requestId ?? undefined,
    logsTruncated: report.logsTruncated || undefined,
    cpuMs: report.cpuMs ?? undefined,
    hops: hops || undefined,
    ...(report.spans && spansOf(report.spans, record.startedAt)),
  }
}

/** Empty where the output says the same. */
function summaryBeside(record: InvocationRecord): string {
  const summary = summaryOf(record)
  return record.output?.encoding === 'utf8' && summary === record.output.text ? '' : summary
}

function sizeOf(payload: RecordedPayload | null): InvocationExtras['input'] {
  if (payload === null || (payload.encoding === 'utf8' && !payload.truncated)) return undefined
  const { encoding, bytes, truncated } = payload
  return { encoding, bytes, truncated }
}

function spansOf({ spans, dropped }: MeasuredSpans, since: number): Pick<InvocationExtras, 'spans' | 'droppedSpans'> {
  return {
    spans: spans.map(({ startedAt, durationMs, ...span }) => ({
      ...span,
      startMs: rounded(startedAt - since),
      durationMs: rounded(durationMs),
    })),
    droppedSpans: dropped || undefined,
  }
}

/** To microseconds: clocks give twelve more digits that mean nothing. */
function roundedPhases(phases: Phases): Phases {
  const kept: Phases = {}
  for (const name in phases) {
    const ms = phases[name as keyof Phases]
    if (ms !== undefined) kept[name as keyof Phases] = rounded(ms)
  }
  return kept
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
