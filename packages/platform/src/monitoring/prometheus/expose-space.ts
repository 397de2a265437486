import { ALERT_STATES, INVOCATION_STATUSES } from '@alcove/contract'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { functions as functionTable } from '../../database/schema/index.ts'
import { functionsWith } from '../../identity/access/rights.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { valueOf, type Histogram } from '../../records/metrics/histogram.ts'
import { columnOf } from '../../records/metrics/statuses.ts'
import { expositionOf, type MetricFamily } from './exposition.ts'
import { readMetricTotals, type MetricTotal } from './metric-totals.ts'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** The metrics of a space as Prometheus scrapes them. */
export const exposeSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<string> => {
  const functions = await measuredFunctions(ctx)
  const totals = (await readMetricTotals(ctx)).filter(({ functionId }) => functions.has(functionId))
  const ofVersion = ({ functionId, version }: MetricTotal) => ({
    function: functions.get(functionId)!,
    version: version === 0 ? 'draft' : String(version),
  })
  return expositionOf([
    {
      name: 'alcove_space_invocations_total',
      help: 'Calls by how they ended, refused ones included',
      type: 'counter',
      samples: totals.flatMap((total) =>
        INVOCATION_STATUSES.map((status) => ({
          labels: { ...ofVersion(total), status },
          value: total.counts.get(columnOf(status)) ?? 0,
        })),
      ),
    },
    {
      name: 'alcove_space_cold_starts_total',
      help: 'Calls that waited for a new instance',
      type: 'counter',
      samples: totals.map((total) => ({ labels: ofVersion(total), value: total.counts.get('cold_starts') ?? 0 })),
    },
    {
      name: 'alcove_space_invocation_duration_seconds',
      help: 'Durations of calls that ran, to about 5 percent',
      type: 'histogram',
      samples: totals.flatMap((total) => histogramOf(ofVersion(total), total)),
    },
    ...(await tasksOf(ctx, functions)),
    await alertsOf(ctx),
  ])
})

/** Names by id. */
async function measuredFunctions({ db, space }: SpaceCtx): Promise<Map<string, string>> {
  const names = functionsWith(space, 'metrics:read')
  const ofSpace = eq(functionTable.spaceId, space.id)
  const rows = await db
    .select({ id: functionTable.id, name: functionTable.name })
    .from(functionTable)
    .where(names === null ? ofSpace : and(ofSpace, inArray(functionTable.name, names)))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function histogramOf(labels: Record<string, string>, { durations, counts }: MetricTotal): MetricFamily['samples'] {
  const below = (seconds: number) => sumOf(durations, (bucket) => valueOf(bucket) <= seconds * 1000)
  const count = sumOf(durations, () => true)
  return [
    ...SECONDS.map((le) => ({ suffix: '_bucket' as const, labels: { ...labels, le: String(le) }, value: below(le) })),
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum', labels, value: (counts.get('duration_sum_ms') ?? 0) / 1000 },
    { suffix: '_count', labels, value: count },
  ]
}

function sumOf(histogram: Histogram, counts: (bucket: number) => boolean): number {
  let sum = 0
  for (const [bucket, count] of histogram) if (counts(bucket)) sum += count
  return sum
}

async function tasksOf(ctx: SpaceCtx, functions: ReadonlyMap<string, string>): Promise<MetricFamily[]> {
  const rows = await ctx.platform.searches.run(ctx, (db) =>
    rowsOf<{ function_id: string; state: string; tasks: number; oldest: number }>(
      db,
      sql`
        select function_id, state, count(*)::int as tasks,
          coalesce(extract(epoch from now() - min(run_at) filter (where run_at <= now())), 0)::float8 as oldest
        from tasks where space_id = ${ctx.space.id} and state in ('queued', 'retrying', 'running', 'dead')
        group by 1, 2`,
    ),
  )
  const shown = rows.filter((row) => functions.has(row.function_id))
  return [
    {
      name: 'alcove_space_tasks',
      help: 'Asynchronous calls that wait, run or are dead',
      type: 'gauge',
      samples: shown.map((row) => ({
        labels: { function: functions.get(row.function_id)!, state: row.state },
        value: row.tasks,
      })),
    },
    {
      name: 'alcove_space_task_oldest_seconds',
      help: 'How long the oldest due asynchronous call has waited',
      type: 'gauge',
      samples: shown
        .filter(({ state }) => state === 'queued' || state === 'retrying')
        .map((row) => ({ labels: { function: functions.get(row.function_id)!, state: row.state }, value: row.oldest })),
    },
  ]
}

async function alertsOf({ db, space }: SpaceCtx): Promise<MetricFamily> {
  const rows = await rowsOf<{ state: string; count: number }>(
    db,
    sql`select state, count(*)::int as count from alerts where space_id = ${space.id} and enabled group by 1`,
  )
  return {
    name: 'alcove_space_alerts',
    help: 'Alerts by state',
    type: 'gauge',
    samples: ALERT_STATES.map((state) => ({
      labels: { state },
      value: rows.find((row) => row.state === state)?.count ?? 0,
    })),
  }
}
