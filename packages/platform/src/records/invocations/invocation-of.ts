import type { Invocation, InvocationStatus, StartKind, TriggerKind } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'

export interface InvocationRow {
  id: string
  fn: string
  status: InvocationStatus
  qualifier: string
  version: number | null
  revision: string | null
  trigger: TriggerKind
  trigger_name: string | null
  started_at: string
  duration_ms: number
  billed_ms: number
  start: StartKind | null
  peak_memory_mb: number | null
  memory_mb: number
  summary: string
  http_method: string | null
  http_path: string | null
  http_status: number | null
  log_lines: number
  trace_id: string
  repeats: number
}

/** What lists show, without the payloads. `i` is the invocation, `f` its function. */
export const COLUMNS = sql`
  i.id, f.name as fn, i.status, i.qualifier, i.version, i.revision, i.trigger, i.trigger_name, i.started_at, i.duration_ms,
  i.billed_ms, i.start, i.peak_memory_mb, i.memory_mb, i.summary, i.http_method, i.http_path, i.http_status, i.log_lines,
  i.trace_id, i.repeats`

export function invocationOf(ctx: SpaceCtx, row: InvocationRow): Invocation {
  return {
    id: row.id,
    space: ctx.space.name,
    function: row.fn,
    status: row.status,
    qualifier: row.qualifier,
    version: row.version,
    revision: row.revision,
    trigger: row.trigger,
    triggerName: row.trigger_name,
    startedAt: iso(row.started_at),
    durationMs: row.duration_ms,
    billedMs: row.billed_ms,
    start: row.start,
    peakMemoryMb: row.peak_memory_mb,
    memoryMb: row.memory_mb,
    summary: row.summary,
    httpMethod: row.http_method,
    httpPath: row.http_path,
    httpStatus: row.http_status,
    logLines: row.log_lines,
    traceId: row.trace_id,
    repeats: row.repeats,
  }
}
