import { INVOCATION_STATUSES } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { metricTotalMarks, metricTotals } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { add, pack, type Histogram } from '../../records/metrics/histogram.ts'
import { columnOf } from '../../records/metrics/statuses.ts'

const MINUTE_MS = 60_000
/** A call counts in the minute it started in, and is recorded when it has ended: by then no minute changes any more. */
const SETTLED_MS = 30 * MINUTE_MS
/** How much a scrape may have to add up itself. */
const TAIL_MS = 90 * MINUTE_MS

/** Sums of one version of a function. Version 0 is the draft. */
export interface MetricTotal {
  functionId: string
  version: number
  counts: Map<string, number>
  durations: Histogram
}

const NAMES = [...INVOCATION_STATUSES.map(columnOf), 'cold_starts', 'duration_sum_ms']

/** Totals of a space since its first scrape. They never decrease. */
export async function readMetricTotals(ctx: SpaceCtx): Promise<MetricTotal[]> {
  const now = ctx.platform.clock.now()
  const until = await rollUp(ctx, now)
  const totals = await storedTotals(ctx)
  for (const part of await sumsOf(ctx.db, ctx.space.id, until, now + MINUTE_MS)) join(totals, part)
  return [...totals.values()]
}

/** Moves settled minutes into the stored totals, once in a while. @returns up to when they are in there */
async function rollUp(ctx: SpaceCtx, now: number): Promise<number> {
  const first = Math.floor((now - SETTLED_MS) / MINUTE_MS) * MINUTE_MS
  const spaceId = ctx.space.id
  const [mark] = await rowsOf<{ until: string }>(
    ctx.db,
    sql`select until from metric_total_marks where space_id = ${spaceId}`,
  )
  if (mark && now - Date.parse(mark.until) < TAIL_MS) return Date.parse(mark.until)
  return change(ctx, async ({ db }) => {
    await db
      .insert(metricTotalMarks)
      .values({ spaceId, until: new Date(first) })
      .onConflictDoNothing()
    // Two scrapes at once: the second waits here, and finds nothing left to do.
    const [locked] = await rowsOf<{ until: string }>(
      db,
      sql`select until from metric_total_marks where space_id = ${spaceId} for update`,
    )
    const from = Date.parse(locked!.until)
    if (first <= from) return from
    const rows = (await sumsOf(db, spaceId, from, first)).flatMap(({ functionId, version, counts, durations }) =>
      [...counts].map(([name, value]) => ({
        functionId,
        version,
        name,
        value,
        durations: name === 'duration_sum_ms' ? pack(durations).map(BigInt) : null,
      })),
    )
    if (rows.length > 0) {
      await db
        .insert(metricTotals)
        .values(rows)
        .onConflictDoUpdate({
          target: [metricTotals.functionId, metricTotals.version, metricTotals.name],
          set: {
            value: sql`metric_totals.value + excluded.value`,
            durations: sql`case when excluded.durations is null then null
              else merge_histograms(metric_totals.durations, excluded.durations) end`,
          },
        })
    }
    await db.execute(
      sql`update metric_total_marks set until = ${new Date(first).toISOString()} where space_id = ${spaceId}`,
    )
    return first
  })
}

const keyOf = ({ functionId, version }: Pick<MetricTotal, 'functionId' | 'version'>) => `${functionId} ${version}`

async function storedTotals({ db, space }: SpaceCtx): Promise<Map<string, MetricTotal>> {
  const rows = await rowsOf<{
    function_id: string
    version: number
    name: string
    value: number
    durations: string[] | null
  }>(
    db,
    sql`
      select t.* from metric_totals t join functions f on f.id = t.function_id where f.space_id = ${space.id}`,
  )
  const totals = new Map<string, MetricTotal>()
  for (const { function_id: functionId, version, name, value, durations } of rows) {
    const part: MetricTotal = { functionId, version, counts: new Map([[name, value]]), durations: new Map() }
    for (const packed of durations ?? []) {
      add(part.durations, Number(BigInt(packed) >> 40n), Number(BigInt(packed) & ((1n << 40n) - 1n)))
    }
    join(totals, part)
  }
  return totals
}

function join(totals: Map<string, MetricTotal>, part: MetricTotal): void {
  const known = totals.get(keyOf(part))
  if (!known) {
    totals.set(keyOf(part), part)
    return
  }
  for (const [name, value] of part.counts) known.counts.set(name, (known.counts.get(name) ?? 0) + value)
  for (const [bucket, count] of part.durations) add(known.durations, bucket, count)
}

async function sumsOf(db: Connection, spaceId: string, from: number, to: number): Promise<MetricTotal[]> {
  const where = sql`m.space_id = ${spaceId} and m.minute >= ${new Date(from).toISOString()} and m.minute < ${new Date(to).toISOString()}`
  const sums = NAMES.map((name) => sql`sum(m.${sql.identifier(name)})::float8 as ${sql.identifier(name)}`)
  type Key = { function_id: string; version: number }
  const rows = await rowsOf<Key & Record<string, number>>(
    db,
    sql`
      select m.function_id, m.version, ${sql.join(sums, sql`, `)}
      from metric_minutes m join functions f on f.id = m.function_id where ${where} group by 1, 2`,
  )
  const buckets = await rowsOf<Key & { bucket: number; count: string }>(
    db,
    sql`
      select m.function_id, m.version, (packed >> 40)::int as bucket, sum(packed & 1099511627775) as count
      from metric_minutes m join functions f on f.id = m.function_id, unnest(m.durations) packed where ${where}
      group by 1, 2, 3`,
  )
  const durations = Map.groupBy(buckets, ({ function_id, version }) => `${function_id} ${version}`)
  return rows.map((row) => {
    const total: MetricTotal = {
      functionId: row.function_id,
      version: row.version,
      counts: new Map(NAMES.map((name) => [name, row[name]!])),
      durations: new Map(),
    }
    for (const { bucket, count } of durations.get(keyOf(total)) ?? []) add(total.durations, bucket, Number(count))
    return total
  })
}
