import { INVOCATION_STATUSES, type FunctionSummary, type Health } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { add, percentile, type Histogram } from '../../records/metrics/histogram.ts'
import { countOf, FAILURE_STATUSES } from '../../records/metrics/statuses.ts'
import { healthOf } from './health-of.ts'

const STEP_SECONDS = 900
const STEPS = 96

export type Day = FunctionSummary['last24h'] & { health: Health }

interface QuarterRow {
  function_id: string
  quarter: number
  invocations: number
  failures: number
  throttled: number
  cold_starts: number
  hour_invocations: number
  hour_failures: number
}

/** The last 24 hours of several functions, in quarter hours. Functions without calls are absent. */
export async function readDays(connection: Connection, functionIds: string[], now: number): Promise<Map<string, Day>> {
  if (functionIds.length === 0) return new Map()
  const from = startOf(now)
  const ids = sql`${sql.param(functionIds)}::uuid[]`
  const since = sql`${new Date(from).toISOString()}::timestamptz`
  const hourAgo = sql`${new Date(now - 3600_000).toISOString()}::timestamptz`
  const [all, failed] = [countOf(INVOCATION_STATUSES), countOf(FAILURE_STATUSES)]
  const quarters = await rowsOf<QuarterRow>(
    connection,
    sql`
      select function_id, floor(extract(epoch from m.minute - ${since}) / ${STEP_SECONDS})::int as quarter,
        sum(${all})::int as invocations, sum(${failed})::int as failures,
        sum(m.throttled)::int as throttled, sum(m.cold_starts)::int as cold_starts,
        coalesce(sum(${all}) filter (where m.minute >= ${hourAgo}), 0)::int as hour_invocations,
        coalesce(sum(${failed}) filter (where m.minute >= ${hourAgo}), 0)::int as hour_failures
      from metric_minutes m
      where function_id = any(${ids}) and m.minute >= ${since}
      group by 1, 2`,
  )
  const buckets = await rowsOf<{ function_id: string; bucket: number; count: string }>(
    connection,
    sql`
      select function_id, (packed >> 40)::int as bucket, sum(packed & 1099511627775) as count
      from metric_minutes m, unnest(m.durations) packed
      where function_id = any(${ids}) and m.minute >= ${since}
      group by 1, 2`,
  )

  const histograms = new Map<string, Histogram>()
  for (const { function_id, bucket, count } of buckets) {
    if (!histograms.has(function_id)) histograms.set(function_id, new Map())
    add(histograms.get(function_id)!, bucket, Number(count))
  }
  return new Map(
    [...Map.groupBy(quarters, (row) => row.function_id)].map(([id, rows]) => [
      id,
      dayOf(now, rows, histograms.get(id)),
    ]),
  )
}

/** Fills gaps with zeroes. */
export function dayOf(now: number, rows: QuarterRow[] = [], durations: Histogram = new Map()): Day {
  const invocations = Array<number>(STEPS).fill(0)
  const failures = Array<number>(STEPS).fill(0)
  for (const row of rows) {
    if (row.quarter < 0 || row.quarter >= STEPS) continue
    invocations[row.quarter] = row.invocations
    failures[row.quarter] = row.failures
  }
  const sum = (pick: (row: QuarterRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const day = { invocations: sum((row) => row.invocations), failures: sum((row) => row.failures) }
  const hour = { invocations: sum((row) => row.hour_invocations), failures: sum((row) => row.hour_failures) }
  return {
    ...day,
    throttled: sum((row) => row.throttled),
    coldStarts: sum((row) => row.cold_starts),
    p95Ms: percentile(durations, 0.95),
    sparkline: { from: new Date(startOf(now)).toISOString(), stepSeconds: STEP_SECONDS, invocations, failures },
    health: healthOf({ hour, day }),
  }
}

/** The current quarter hour is the last of the 96. */
function startOf(now: number): number {
  const step = STEP_SECONDS * 1000
  return (Math.floor(now / step) - STEPS + 1) * step
}
