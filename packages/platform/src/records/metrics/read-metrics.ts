import {
  INVOCATION_STATUSES,
  type InvocationStatus,
  type MetricPoint,
  type Metrics,
  type Release,
} from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, rowsOf, type Connection } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { aliasMoves } from '../../database/schema/index.ts'
import { add, percentile, type Histogram } from './histogram.ts'
import { columnOf, FAILURE_STATUSES } from './statuses.ts'
import type { TimeRange } from './time-range.ts'

type Totals = Omit<MetricPoint, 'time'>

interface StepRow extends Record<InvocationStatus, number> {
  step: number
  cold_starts: number
  concurrency: number
  peak_memory_mb: number | null
  duration_max_ms: number | null
}

/** The points of a range, with gaps filled, and their total. `where` selects rows of metric_minutes as `m`. */
export async function readMetrics(
  connection: Connection,
  where: SQL,
  range: TimeRange,
): Promise<{ points: MetricPoint[]; total: Totals }> {
  const inRange = sql`${where} and m.minute >= ${range.from.toISOString()} and m.minute < ${range.to.toISOString()}`
  const step = sql`floor(extract(epoch from m.minute - ${range.from.toISOString()}::timestamptz) / ${range.stepSeconds}::int)::int`
  const sums = INVOCATION_STATUSES.map(
    (status) => sql`sum(${sql.raw(`m.${columnOf(status)}`)})::int as ${sql.identifier(status)}`,
  )
  const steps = await rowsOf<StepRow>(
    connection,
    sql`
      select ${step} as step, ${sql.join(sums, sql`, `)}, sum(m.cold_starts)::int as cold_starts,
        max(m.concurrency) as concurrency, max(m.peak_memory_mb) as peak_memory_mb, max(m.duration_max_ms) as duration_max_ms
      from metric_minutes m where ${inRange} group by 1`,
  )
  const buckets = await rowsOf<{ step: number; bucket: number; count: string }>(
    connection,
    sql`
      select ${step} as step, (packed >> 40)::int as bucket, sum(packed & 1099511627775) as count
      from metric_minutes m, unnest(m.durations) packed where ${inRange} group by 1, 2`,
  )
  const rows = new Map(steps.map((row) => [row.step, row]))
  const histograms = Map.groupBy(buckets, (row) => row.step)
  const points = Array.from({ length: range.steps }, (_, index) => ({
    time: new Date(range.from.getTime() + index * range.stepSeconds * 1000).toISOString(),
    ...totalsOf(rows.has(index) ? [rows.get(index)!] : [], histogramOf(histograms.get(index) ?? [])),
  }))
  return { points, total: totalsOf(steps, histogramOf(buckets)) }
}

function totalsOf(rows: StepRow[], durations: Histogram): Totals {
  const sum = (pick: (row: StepRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const max = (pick: (row: StepRow) => number | null) =>
    rows.reduce<number | null>((top, row) => (pick(row) === null ? top : Math.max(top ?? 0, pick(row)!)), null)
  const statuses = Object.fromEntries(
    INVOCATION_STATUSES.map((status) => [status, sum((row) => row[status])]),
  ) as Totals['statuses']
  const longest = max((row) => row.duration_max_ms)
  const at = (share: number) => {
    const value = percentile(durations, share)
    // The middle of a bucket may exceed the longest call.
    return value === null || longest === null ? value : Math.min(value, longest)
  }
  return {
    invocations: INVOCATION_STATUSES.reduce((total, status) => total + statuses[status], 0),
    errors: FAILURE_STATUSES.reduce((total, status) => total + statuses[status], 0),
    throttled: statuses.throttled,
    coldStarts: sum((row) => row.cold_starts),
    statuses,
    durationMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: longest },
    concurrency: max((row) => row.concurrency) ?? 0,
    peakMemoryMb: max((row) => row.peak_memory_mb),
  }
}

function histogramOf(rows: { bucket: number; count: string }[]): Histogram {
  const histogram: Histogram = new Map()
  for (const { bucket, count } of rows) add(histogram, bucket, Number(count))
  return histogram
}

/** Everything a chart shows. The conditions select rows of metric_minutes as `m` and functions as `f`. */
export async function readChart(
  connection: Connection,
  { minutes, functions }: { minutes: SQL; functions: SQL },
  range: TimeRange,
): Promise<Metrics> {
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    stepSeconds: range.stepSeconds,
    ...(await readMetrics(connection, minutes, range)),
    releases: await readReleases(connection, functions, range),
    changes: [],
  }
}

/** Alias moves in a range, oldest first. `where` selects functions as `f`. */
async function readReleases(connection: Connection, where: SQL, range: TimeRange): Promise<Release[]> {
  const rows = await rowsOf<
    { fn: string } & Pick<RawRow<typeof aliasMoves>, 'at' | 'alias' | 'version' | 'additional_weight'>
  >(
    connection,
    sql`
      select m.at, f.name as fn, m.alias, m.version, m.additional_weight
      from alias_moves m join functions f on f.id = m.function_id
      where ${where} and m.at >= ${range.from.toISOString()} and m.at < ${range.to.toISOString()}
      order by m.id desc limit 200`,
  )
  return rows
    .map(({ at, fn, alias, version, additional_weight }) => ({
      at: iso(at),
      function: fn,
      alias,
      version,
      weight: 1 - (additional_weight ?? 0),
    }))
    .toReversed()
}
