import { INVOCATION_STATUSES } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, rowsOf } from '../../../database/connect.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { readableFunctions } from '../../../records/logs/readable-functions.ts'
import { add, percentile, type Histogram } from '../../../records/metrics/histogram.ts'
import { columnOf } from '../../../records/metrics/statuses.ts'
import { minuteKey } from '../../../records/recorder/note-late.ts'
import type { ReadRange, ReadRecords, SinkRecord } from './sink-record.ts'

type Row = Record<string, number> & {
  fn: never
  function_id: never
  minute: never
  durations: never
}
interface Minute {
  fn: string
  function_id: string
  version: number
  minute: string
  cold_starts: number
  concurrency: number
  peak_memory_mb: number | null
  duration_sum_ms: number
  duration_max_ms: number | null
  durations: string[]
}

/** Columns that are added up over the aliases and triggers of a minute. */
const SUMS = [...INVOCATION_STATUSES.map(columnOf), 'cold_starts', 'duration_sum_ms']

/** Minutes of functions in the order of time. */
export async function readMinutes(ctx: SpaceCtx, { after, before, limit }: ReadRange): Promise<ReadRecords> {
  const [minute, functionId, version] = partsOf(after)
  const rows = await select(
    ctx,
    sql`(m.minute, m.function_id, m.version) > (${minute}::timestamptz, ${functionId}::uuid, ${version}::int)
      and m.minute >= ${minute}::timestamptz and m.minute < ${new Date(before).toISOString()}::timestamptz`,
    limit,
  )
  return { records: rows, position: rows.at(-1)?.id ?? after, more: rows.length === limit }
}

/** Single minutes as they are now, those that are gone left out. */
export async function readMinutesByKey(ctx: SpaceCtx, keys: readonly string[]): Promise<SinkRecord[]> {
  const parts = keys.map(partsOf)
  const wanted = sql`select * from unnest(
    ${sql.param(parts.map(([minute]) => minute))}::timestamptz[], ${sql.param(parts.map(([, id]) => id))}::uuid[],
    ${sql.param(parts.map(([, , version]) => version))}::int[])`
  return select(ctx, sql`(m.minute, m.function_id, m.version) in (${wanted})`, keys.length)
}

function partsOf(key: string): [minute: string, functionId: string, version: number] {
  const [minute, functionId, version] = key.split(' ')
  return [minute!, functionId!, Number(version)]
}

async function select(ctx: SpaceCtx, where: SQL, limit: number): Promise<SinkRecord[]> {
  const functions = await readableFunctions(ctx)
  const rows = await rowsOf<Minute & Row>(
    ctx.db,
    sql`
      select m.*, f.name as fn, (
        select coalesce(array_agg(packed), '{}') from metric_minutes d, unnest(d.durations) packed
        where d.function_id = m.function_id and d.minute = m.minute and d.version = m.version) as durations
      from (
        select m.minute, m.function_id, m.version, ${sql.raw(SUMS.map((name) => `sum(m.${name})::float8 as ${name}`).join(', '))},
          max(m.concurrency) as concurrency, max(m.peak_memory_mb) as peak_memory_mb,
          max(m.duration_max_ms) as duration_max_ms
        from metric_minutes m
        where m.space_id = ${ctx.space.id} and m.function_id = any(${sql.param([...functions.keys()])}::uuid[]) and ${where}
        group by 1, 2, 3 order by 1, 2, 3 limit ${limit}
      ) m join functions f on f.id = m.function_id order by m.minute, m.function_id, m.version`,
  )
  return rows.map((row) => recordOf(ctx, row))
}

function recordOf({ space }: SpaceCtx, row: Minute & Row): SinkRecord {
  const at = Date.parse(row.minute)
  const durations: Histogram = new Map()
  for (const packed of row.durations as string[]) {
    add(durations, Number(BigInt(packed) >> 40n), Number(BigInt(packed) & ((1n << 40n) - 1n)))
  }
  const statuses = Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, row[columnOf(status)]!]))
  return {
    id: minuteKey(at, row.function_id, row.version),
    at,
    data: {
      id: minuteKey(at, row.function_id, row.version),
      minute: iso(row.minute),
      space: space.name,
      function: row.fn,
      version: row.version === 0 ? null : row.version,
      invocations: Object.values(statuses).reduce((sum, count) => sum + count, 0),
      statuses,
      coldStarts: row.cold_starts,
      concurrency: row.concurrency,
      peakMemoryMb: row.peak_memory_mb,
      durationMs: {
        sum: row.duration_sum_ms,
        max: row.duration_max_ms,
        p50: percentile(durations, 0.5),
        p95: percentile(durations, 0.95),
        p99: percentile(durations, 0.99),
      },
    },
  }
}
