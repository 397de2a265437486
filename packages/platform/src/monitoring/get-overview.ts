import {
  HEALTH,
  INVOCATION_STATUSES,
  type Action,
  type FunctionSummary,
  type Health,
  type Overview,
  type OverviewQuery,
} from '@alcove/contract'
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { authorize } from '../identity/access/authorize.ts'
import { functionsWith, rightsIn } from '../identity/access/rights.ts'
import { verb, type Ctx } from '../kernel/context.ts'
import { iso, rowsOf, type Connection } from '../database/connect.ts'
import type { RawRow } from '../database/raw-row.ts'
import { functions, type invocations } from '../database/schema/index.ts'
import { healthOf } from '../code/functions/health-of.ts'
import { readSummaries } from '../code/functions/summaries.ts'
import { selectSpaces } from '../spaces/space-of.ts'
import { visibleTo } from '../identity/access/visible-spaces.ts'
import { readChart, readMetrics } from '../records/metrics/read-metrics.ts'
import { countOf, FAILURE_STATUSES } from '../records/metrics/statuses.ts'
import { timeRange, type TimeRange } from '../records/metrics/time-range.ts'
import { requireActor } from '../identity/access/require-actor.ts'

const HOUR = 3600_000
const RANGES = { '1h': HOUR, '24h': 24 * HOUR, '7d': 7 * 24 * HOUR, '30d': 30 * 24 * HOUR }
const ATTENTION = 8
const FUNCTIONS = 50
const WORST_FIRST: readonly Health[] = ['failing', 'suspended', 'degraded', 'healthy', 'idle']

/** Over all spaces whose metrics the caller may read, or over one of them. */
export const getOverview = verb(async ({ ctx, input }: { ctx: Ctx; input: OverviewQuery }): Promise<Overview> => {
  requireActor(ctx.actor)
  const { clock, searches } = ctx.platform
  const spaces = await readableSpaces(ctx, input.space)
  // A key may carry metrics:read alone.
  const reach = (action: Action) => reachOf(ctx, spaces, action)
  const measured = await reach('metrics:read')

  const now = clock.now()
  const end = input.to ? Date.parse(input.to) : now
  const start = input.from ? Date.parse(input.from) : end - RANGES[input.range]
  const range = timeRange({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }, now)
  const length = end - start
  const before: TimeRange = {
    ...range,
    from: new Date(range.from.getTime() - length),
    to: new Date(range.to.getTime() - length),
    steps: 0,
  }
  const charted = { minutes: measured('m', 'function_id'), functions: measured('f', 'id') }
  return searches.run(ctx, async (db) => {
    const metrics = await readChart(db, charted, range)
    const { total: previous } = await readMetrics(db, charted.minutes, before)
    const standings = await readStandings(db, measured('f', 'id'), now)
    return {
      metrics,
      previous,
      health: countHealth(standings),
      functionCount: standings.length,
      spaceCount: spaces.length,
      ...(await readAttention(db, (await reach('logs:read'))('m', 'function_id'), now)),
      functions: await readWorst({ ...ctx, db }, standings, (await reach('functions:read'))('f', 'id')),
    }
  })
})

async function readableSpaces(ctx: Ctx, name: string | undefined) {
  const visible = await selectSpaces(ctx).where(visibleTo(ctx))
  if (name !== undefined) {
    // Zeroes for what one may not read would be a wrong answer.
    await authorize({ ctx, action: 'metrics:read', space: name, some: true })
  }
  return visible
    .filter((space) => name === undefined || space.name === name)
    .map((space) => ({ id: space.id, rights: rightsIn(ctx.actor, space, ctx.platform.clock.now()) }))
    .filter(({ rights }) => functionsWith(rights, 'metrics:read')?.length !== 0)
}

/** Rows of these spaces, and of the functions in them, on which the caller has an action. */
async function reachOf(ctx: Ctx, spaces: Awaited<ReturnType<typeof readableSpaces>>, action: Action) {
  const whole = spaces.filter(({ rights }) => functionsWith(rights, action) === null).map(({ id }) => id)
  const single: string[] = []
  for (const { id, rights } of spaces) {
    const names = functionsWith(rights, action) ?? []
    if (names.length === 0) continue
    // oxlint-disable-next-line no-await-in-loop -- few have a grant on a function only
    const found = await ctx.db
      .select({ id: functions.id })
      .from(functions)
      .where(and(eq(functions.spaceId, id), inArray(functions.name, names)))
    single.push(...found.map((fn) => fn.id))
  }
  return (table: 'm' | 'f', fn: 'id' | 'function_id'): SQL => {
    const inSpaces = sql`${sql.raw(table)}.space_id = any(${sql.param(whole)}::uuid[])`
    if (single.length === 0) return inSpaces
    return sql`(${inSpaces} or ${sql.raw(`${table}.${fn}`)} = any(${sql.param(single)}::uuid[]))`
  }
}

interface OutcomeRow {
  id: string
  hour_invocations: number
  hour_failures: number
  day_invocations: number
  day_failures: number
}

interface Standing {
  id: string
  health: Health
  invocations: number
}

async function readStandings(db: Connection, where: SQL, now: number): Promise<Standing[]> {
  const [all, failed] = [countOf(INVOCATION_STATUSES), countOf(FAILURE_STATUSES)]
  const hourAgo = sql`${new Date(now - HOUR).toISOString()}::timestamptz`
  const rows = await rowsOf<OutcomeRow>(
    db,
    sql`
      select f.id, coalesce(sum(${all}) filter (where m.minute >= ${hourAgo}), 0)::int as hour_invocations,
        coalesce(sum(${failed}) filter (where m.minute >= ${hourAgo}), 0)::int as hour_failures,
        coalesce(sum(${all}), 0)::int as day_invocations, coalesce(sum(${failed}), 0)::int as day_failures
      from functions f
      left join metric_minutes m on m.function_id = f.id and m.minute >= ${new Date(now - 24 * HOUR).toISOString()}
      where ${where}
      group by f.id`,
  )
  return rows.map((row) => ({
    id: row.id,
    invocations: row.day_invocations,
    health: healthOf({
      hour: { invocations: row.hour_invocations, failures: row.hour_failures },
      day: { invocations: row.day_invocations, failures: row.day_failures },
    }),
  }))
}

function countHealth(standings: Standing[]): Record<Health, number> {
  const count = (health: Health) => standings.filter((standing) => standing.health === health).length
  return Object.fromEntries(HEALTH.map((health) => [health, count(health)])) as Record<Health, number>
}

/** Those that need a look first, with all that a list shows. */
async function readWorst(ctx: Ctx, standings: Standing[], where: SQL): Promise<FunctionSummary[]> {
  const worst = standings
    .toSorted((a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || b.invocations - a.invocations)
    .slice(0, FUNCTIONS)
    .map(({ id }) => id)
  const found = await readSummaries(ctx, sql`f.id = any(${sql.param(worst)}::uuid[]) and ${where}`, FUNCTIONS)
  const summaries = new Map(found.map(({ summary }) => [summary.id, summary]))
  return worst.map((id) => summaries.get(id)).filter((summary) => summary !== undefined)
}

async function readAttention(
  db: Connection,
  where: SQL,
  now: number,
): Promise<Pick<Overview, 'attention' | 'failingFunctions'>> {
  const rows = await rowsOf<
    {
      space: string
      fn: string
      count: number
      of: number
      functions: number
    } & Pick<RawRow<typeof invocations>, 'id' | 'status' | 'summary' | 'started_at'>
  >(
    db,
    sql`
      with failing as (
        select m.function_id, sum(${countOf(FAILURE_STATUSES)})::int as count, sum(${countOf(INVOCATION_STATUSES)})::int as of,
          count(*) over ()::int as functions
        from metric_minutes m
        where ${where} and m.minute >= ${new Date(now - HOUR).toISOString()}
        group by 1
        having sum(${countOf(FAILURE_STATUSES)}) > 0
        order by 2 desc, 1 limit ${ATTENTION}
      )
      select s.name as space, f.name as fn, failing.count, failing.of, failing.functions, last.id, last.status, last.summary, last.started_at
      from failing
      join functions f on f.id = failing.function_id
      join spaces s on s.id = f.space_id
      join lateral (
        select id, status, summary, started_at from invocations i
        where i.function_id = f.id and i.status <> 'success' and i.status = any(${sql.param(FAILURE_STATUSES)}::text[])
        order by i.id desc limit 1
      ) last on true
      order by failing.count desc, f.id`,
  )
  const items = rows.map((row) => {
    const outcomes = { invocations: row.of, failures: row.count }
    return {
      space: row.space,
      function: row.fn,
      health: healthOf({ hour: outcomes, day: outcomes }),
      status: row.status,
      message: row.summary,
      count: row.count,
      of: row.of,
      lastAt: iso(row.started_at),
      invocationId: row.id,
    }
  })
  return {
    attention: items.toSorted((a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health)),
    failingFunctions: rows[0]?.functions ?? 0,
  }
}
