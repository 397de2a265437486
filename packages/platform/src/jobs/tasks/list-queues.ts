import type { TaskQueue, TaskQueues } from '@alcove/contract'
import { and, gt, gte, inArray, sql } from 'drizzle-orm'
import { isoOrNull, rowsOf } from '../../database/connect.ts'
import { functions, metricMinutes, spaces, tasks } from '../../database/schema/index.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { readableTasks } from './readable-tasks.ts'

const MOST = 500

/** Minutes of a queue's past. */
const DEPTHS = 60
const MINUTE_MS = 60_000

type Row = Omit<TaskQueue, 'maxConcurrency' | 'depths'> & { functionId: string; maxConcurrency: number; due: number }

/**
 * Functions with tasks that wait, run or are dead: those with the oldest waiting task first, then those with the most
 * dead letters.
 */
export const listQueues = verb(async ({ ctx }: { ctx: Ctx | SpaceCtx; input: object }): Promise<TaskQueues> => {
  const { spaceIds, where } = await readableTasks(ctx)
  const counted = (columns: string, states: string) => sql`
      select space_id, function_id, ${sql.raw(columns)} from ${tasks}
      where space_id = any(${sql.param(spaceIds)}::uuid[]) and state in (${sql.raw(states)})
      group by space_id, function_id`
  // One for each partial index. What waits may be many: only columns of its index are read.
  const rows = await ctx.platform.searches.run(ctx, (db) =>
    rowsOf<Row>(
      db,
      sql`
          with waiting as (${counted(
            `count(*)::int as waiting,
             count(*) filter (where run_at <= now())::int as due,
             min(run_at) filter (where run_at <= now()) as oldest,
             min(run_at) filter (where run_at > now()) as next`,
            `'queued', 'retrying'`,
          )}), again as (${counted('count(*)::int as retrying', `'retrying'`)}),
          running as (${counted('count(*)::int as running', `'running'`)}),
          dead as (${counted('count(*)::int as dead, min(ended_at) as first', `'dead'`)})
          select function_id as "functionId", ${spaces.name} as space, ${functions.name} as function,
            coalesce(waiting, 0) - coalesce(retrying, 0) as queued, coalesce(retrying, 0) as retrying,
            coalesce(running, 0) as running, coalesce(dead, 0) as dead, coalesce(due, 0) as due,
            oldest as "oldestDueAt", next as "nextDueAt", first as "oldestDeadAt",
            (${functions.async} ->> 'maxConcurrency')::int as "maxConcurrency"
          from (waiting full join again using (space_id, function_id) full join running using (space_id, function_id)
            full join dead using (space_id, function_id)) as tasks
          join ${functions} on ${functions.id} = function_id join ${spaces} on ${spaces.id} = ${functions.spaceId}
          where ${where}
          order by oldest nulls last, dead desc nulls last, queued desc nulls last, space, function
          limit ${MOST}`,
    ),
  )
  const depths = await depthsOf(
    ctx,
    rows.map(({ functionId }) => functionId),
  )
  const items = rows.map(({ functionId, due, ...row }) => ({
    ...row,
    // This minute may have no sample yet.
    depths: [...(depths.get(functionId) ?? noDepths()).slice(0, -1), due],
    oldestDueAt: isoOrNull(row.oldestDueAt),
    nextDueAt: isoOrNull(row.nextDueAt),
    oldestDeadAt: isoOrNull(row.oldestDeadAt),
  }))
  return { items, nextCursor: null }
})

const noDepths = () => Array.from({ length: DEPTHS }, () => 0)

/** Of functions that had tasks waiting lately. */
async function depthsOf({ db, platform }: Ctx, functionIds: string[]): Promise<Map<string, number[]>> {
  const last = Math.floor(platform.clock.now() / MINUTE_MS)
  const first = last - DEPTHS + 1
  const depths = new Map<string, number[]>()
  const { functionId, minute, tasks: depth } = metricMinutes
  const sampled = await db
    .select({ functionId, minute, depth })
    .from(metricMinutes)
    .where(and(inArray(functionId, functionIds), gte(minute, new Date(first * MINUTE_MS)), gt(depth, 0)))
  for (const sample of sampled) {
    const past = depths.get(sample.functionId) ?? noDepths()
    const at = Math.floor(sample.minute.getTime() / MINUTE_MS) - first
    // The clock of another server may be ahead.
    if (at < DEPTHS) past[at] = sample.depth
    depths.set(sample.functionId, past)
  }
  return depths
}
