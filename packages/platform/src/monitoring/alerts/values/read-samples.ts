import { AlcoveError, type AlertCondition, type AlertMetric } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../../database/connect.ts'
import { firstIdAt } from '../../../database/ids.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { filterOf } from '../../../records/logs/filter-of.ts'
import { readableFunctions } from '../../../records/logs/readable-functions.ts'
import { add } from '../../../records/metrics/histogram.ts'
import { countOf, FAILURE_STATUSES } from '../../../records/metrics/statuses.ts'
import { findFunction } from '../../../spaces/find-function.ts'
import { emptySample, type Sample } from './sample.ts'

const MINUTE_MS = 60_000
/** Counting lines one by one ends after this time. */
const COUNT_MS = 3_000

export interface Samples {
  /** Minutes without anything are absent. */
  byMinute: Map<number, Sample>
  /** Earlier minutes could not be counted. */
  since: number
}

interface Range {
  /** Whole minutes, in milliseconds since the epoch. */
  from: number
  to: number
}

/** What happened in each minute of the range that a condition asks about; not for conditions of the present. */
export async function readSamples(ctx: SpaceCtx, condition: AlertCondition, range: Range): Promise<Samples> {
  if (condition.type === 'logs') return readLines(ctx, condition, range)
  const byMinute = new Map<number, Sample>()
  const at = (minute: number) => {
    let sample = byMinute.get(minute)
    if (!sample) byMinute.set(minute, (sample = emptySample(minute)))
    return sample
  }
  const fn = 'function' in condition && condition.function !== undefined ? await idOf(ctx, condition.function) : null
  const read = async (db: Connection) => {
    if (condition.type === 'metric') await readMetric(db, ctx, condition.metric, fn, range, at)
    else {
      const query = condition.type === 'issues' ? issuesOf(ctx, fn, range) : missedOf(ctx, fn, range)
      for (const row of await rowsOf<{ minute: number; count: number }>(db, query)) at(row.minute).count += row.count
    }
  }
  // A space can have any number of functions, and a day is long.
  const isShort = fn !== null && range.to - range.from <= 3600_000
  await (isShort ? read(ctx.db) : ctx.platform.searches.run(ctx, read))
  return { byMinute, since: range.from }
}

async function idOf(ctx: SpaceCtx, name: string): Promise<string> {
  return (await findFunction(ctx, name)).id
}

const iso = (time: number) => sql`${new Date(time).toISOString()}::timestamptz`
const minuteOf = (column: SQL) => sql`(extract(epoch from date_trunc('minute', ${column})) * 1000)::float8 as minute`

async function readMetric(
  db: Connection,
  { space }: SpaceCtx,
  metric: AlertMetric,
  functionId: string | null,
  { from, to }: Range,
  at: (minute: number) => Sample,
): Promise<void> {
  const where = sql`m.space_id = ${space.id} and m.minute >= ${iso(from)} and m.minute < ${iso(to)}
    ${functionId === null ? sql`` : sql`and m.function_id = ${functionId}`}`
  const sum = (count: SQL, name: string) => sql`sum(${count})::int as ${sql.identifier(name)}`
  const rows = await rowsOf<Omit<Sample, 'durations' | 'count'>>(
    db,
    sql`
      select ${minuteOf(sql`m.minute`)}, ${sum(countOf(['success', ...FAILURE_STATUSES]), 'calls')},
        ${sum(countOf(FAILURE_STATUSES), 'errors')}, ${sum(countOf(['throttled']), 'throttled')},
        ${sum(countOf(['success', ...FAILURE_STATUSES, 'throttled', 'rejected', 'cancelled']), 'invocations')},
        max(m.concurrency) as concurrency, max(m.duration_max_ms) as "maxMs"
      from metric_minutes m where ${where} group by 1`,
  )
  for (const row of rows) Object.assign(at(row.minute), row)
  if (!/^p\d/.test(metric)) return
  const buckets = await rowsOf<{ minute: number; bucket: number; count: string }>(
    db,
    sql`
      select ${minuteOf(sql`m.minute`)}, (packed >> 40)::int as bucket, sum(packed & 1099511627775) as count
      from metric_minutes m, unnest(m.durations) packed where ${where} group by 1, 2`,
  )
  for (const { minute, bucket, count } of buckets) add(at(minute).durations, bucket, Number(count))
}

function issuesOf({ space }: SpaceCtx, functionId: string | null, { from, to }: Range): SQL {
  const ofFunction = functionId === null ? sql`` : sql`and function_id = ${functionId}`
  return sql`
    select ${minuteOf(sql`seen`)}, count(*)::int as count
    from issues cross join lateral (values (first_seen), (reopened_at)) as times (seen)
    where space_id = ${space.id} ${ofFunction} and last_seen >= ${iso(from)} and seen >= ${iso(from)} and seen < ${iso(to)}
    group by 1`
}

/** Ticks that did not start their function, except while someone has the timer paused. */
function missedOf({ space }: SpaceCtx, functionId: string | null, { from, to }: Range): SQL {
  const ofFunction = functionId === null ? sql`` : sql`and t.function_id = ${functionId}`
  return sql`
    select ${minuteOf(sql`f.at`)}, sum(f.ticks)::int as count
    from functions fn join triggers t on t.function_id = fn.id and t.type = 'timer'
      join firings f on f.trigger_id = t.id and f.id >= ${firstIdAt(from)}
    where fn.space_id = ${space.id} ${ofFunction} and f.at >= ${iso(from)} and f.at < ${iso(to)}
      and f.cause in ('source', 'catchUp')
      and (f.outcome = 'failed' or (f.outcome = 'skipped' and f.reason <> 'paused'))
    group by 1`
}

async function readLines(
  ctx: SpaceCtx,
  { query, function: only }: Extract<AlertCondition, { type: 'logs' }>,
  { from, to }: Range,
): Promise<Samples> {
  const functions = new Map(
    [...(await readableFunctions(ctx))].filter(([, name]) => only === undefined || name === only),
  )
  if (only !== undefined && functions.size === 0) throw new AlcoveError('NotFound', `No function "${only}" here`)
  const count = {
    spaceId: ctx.space.id,
    filter: filterOf(query),
    functions,
    from,
    to,
    stepMs: MINUTE_MS,
    budgetMs: COUNT_MS,
  }
  const { steps, since } = await ctx.platform.searches.run(ctx, () => ctx.platform.lines.count(count, ctx.signal))
  const byMinute = new Map(
    [...steps].map(([step, levels]) => {
      const minute = from + step * MINUTE_MS
      return [minute, { ...emptySample(minute), count: levels.reduce((sum, lines) => sum + lines, 0) }]
    }),
  )
  return { byMinute, since }
}
