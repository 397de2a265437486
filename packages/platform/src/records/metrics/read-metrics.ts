import { INVOCATION_STATUSES, METRIC_SERIES, type Metrics, type MetricSplit } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { costOf, listAt } from '../prices/cost.ts'
import { readPrices, type StoredPrices } from '../prices/read-prices.ts'
import { add, type Histogram } from './histogram.ts'
import { readReleases } from './read-releases.ts'
import { columnOf } from './statuses.ts'
import { callsOf, PEAKS, SUMS, totalsOf, type StepRow } from './totals-of.ts'
import type { TimeRange } from './time-range.ts'

type KeyedRow = StepRow & { key: string; step: number }

interface BucketRow {
  key: string
  step: number
  bucket: number
  count: string
}

/** What a row of metric_minutes `m` belongs to. */
const KEYS: Record<MetricSplit, SQL> = {
  version: sql`case m.version when 0 then 'draft' else m.version::text end`,
  qualifier: sql`m.qualifier`,
  trigger: sql`m.trigger`,
  function: sql`(select name from functions where id = m.function_id)`,
}
/** Sampled: those of one minute add up, and of the minutes the greatest counts. */
const SAMPLES = ['instances', 'tasks'] as const

type Read = Pick<Metrics, 'points' | 'total' | 'series' | 'moreSeries' | 'currency'>
/** Everything a series is made of. */
interface Series {
  rows: KeyedRow[]
  buckets: BucketRow[]
}

/**
 * The points of a range, with gaps filled, and their total; of a split, also those of each series. `where` selects rows
 * of metric_minutes as `m`.
 */
export async function readMetrics(
  connection: Connection,
  where: SQL,
  range: TimeRange,
  split?: MetricSplit,
): Promise<Read> {
  const prices = await readPrices({ db: connection })
  const of = (series: Series) => pointsOf(series, range, prices)
  const all = of(await readSeries(connection, where, range))
  const currency = prices.at(-1)?.currency ?? null
  if (split === undefined) return { ...all, series: [], moreSeries: 0, currency }
  const { rows, buckets } = await readSeries(connection, where, range, KEYS[split])
  const bucketsOf = Map.groupBy(buckets, ({ key }) => key)
  const series = [...Map.groupBy(rows, ({ key }) => key)]
    .map(([key, part]) => ({ key, ...of({ rows: part, buckets: bucketsOf.get(key) ?? [] }) }))
    .filter(({ total }) => total.invocations > 0)
    .toSorted((a, b) => b.total.invocations - a.total.invocations)
  return {
    ...all,
    series: series.slice(0, METRIC_SERIES),
    moreSeries: Math.max(0, series.length - METRIC_SERIES),
    currency,
  }
}

async function readSeries(connection: Connection, where: SQL, range: TimeRange, key = sql`''`): Promise<Series> {
  const from = sql`${range.from.toISOString()}::timestamptz`
  const inRange = sql`${where} and m.minute >= ${from} and m.minute < ${range.to.toISOString()}`
  const step = sql`floor(extract(epoch from m.minute - ${from}) / ${range.stepSeconds}::int)::int`
  const columns = [
    ...[...INVOCATION_STATUSES.map(columnOf), ...SUMS].map((name) => `sum(m.${name})::float8 as ${name}`),
    ...PEAKS.map((name) => `max(m.${name})::float8 as ${name}`),
  ]
  const rows = await rowsOf<KeyedRow>(
    connection,
    sql`
      select ${key} as key, ${step} as step, ${sql.raw(columns.join(', '))}
      from metric_minutes m where ${inRange} group by 1, 2`,
  )
  const buckets = await rowsOf<BucketRow>(
    connection,
    sql`
      select ${key} as key, ${step} as step, (packed >> 40)::int as bucket, sum(packed & 1099511627775) as count
      from metric_minutes m, unnest(m.durations) packed where ${inRange} group by 1, 2, 3`,
  )
  const samples = await rowsOf<{ key: string; step: number } & Record<(typeof SAMPLES)[number], number>>(
    connection,
    sql`
      select key, step, max(instances)::float8 as instances, max(tasks)::float8 as tasks from (
        select ${key} as key, ${step} as step, sum(m.instances) as instances, sum(m.tasks) as tasks
        from metric_minutes m where ${inRange} and (m.instances > 0 or m.tasks > 0) group by 1, 2, m.minute
      ) minutes group by 1, 2`,
  )
  const sampled = new Map(samples.map((sample) => [`${sample.step} ${sample.key}`, sample]))
  return { rows: rows.map((row) => ({ ...row, ...sampled.get(`${row.step} ${row.key}`) })), buckets }
}

function pointsOf({ rows, buckets }: Series, range: TimeRange, prices: readonly StoredPrices[]) {
  const byStep = new Map(rows.map((row) => [row.step, row]))
  const histograms = Map.groupBy(buckets, ({ step }) => step)
  let cost = prices.length === 0 ? null : 0
  const points = Array.from({ length: range.steps }, (_, index) => {
    const time = new Date(range.from.getTime() + index * range.stepSeconds * 1000)
    const row = byStep.get(index)
    const ofStep = costAt(prices, time, row)
    if (ofStep !== null) cost = (cost ?? 0) + ofStep
    return { time: time.toISOString(), ...totalsOf(row ? [row] : [], histogramOf(histograms.get(index) ?? []), ofStep) }
  })
  return { points, total: totalsOf(rows, histogramOf(buckets), cost) }
}

function costAt(prices: readonly StoredPrices[], time: Date, row: StepRow | undefined): number | null {
  const list = listAt(prices, time)
  if (list === null) return null
  return row === undefined ? 0 : costOf({ calls: callsOf(row), mbMs: row.mb_ms, bytesOut: row.bytes_out }, list)
}

function histogramOf(rows: readonly { bucket: number; count: string }[]): Histogram {
  const histogram: Histogram = new Map()
  for (const { bucket, count } of rows) add(histogram, bucket, Number(count))
  return histogram
}

/** Everything a chart shows. The conditions select rows of metric_minutes as `m` and functions as `f`. */
export async function readChart(
  connection: Connection,
  { minutes, functions }: { minutes: SQL; functions: SQL },
  range: TimeRange,
  split?: MetricSplit,
): Promise<Metrics> {
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    stepSeconds: range.stepSeconds,
    ...(await readMetrics(connection, minutes, range, split)),
    releases: await readReleases(connection, functions, range),
    changes: [],
  }
}
