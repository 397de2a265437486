import { and, asc, eq, gt, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import type { BackgroundStep, RunningAction } from '../../background/background-kind.ts'
import { functions, tasks } from '../../../database/schema/index.ts'
import type { Changing } from '../../../kernel/context.ts'
import { requeueTasks } from '../requeue-tasks.ts'
import { TASKS_QUEUED } from '../signal.ts'
import type { BulkDetail } from './bulk-tasks.ts'
import { matching } from './matching.ts'

const AT_A_TIME = 500
const MINUTE = 60_000
const SHORTEST_WAIT_MS = 1_000

/** How many to redrive in a step, and how long to wait after it. */
export function paceOf(perMinute: number | undefined): { atATime: number; waitMs: number } {
  if (perMinute === undefined) return { atATime: AT_A_TIME, waitMs: 0 }
  const waitMs = Math.max(SHORTEST_WAIT_MS, Math.round(MINUTE / perMinute))
  return { atATime: Math.min(AT_A_TIME, Math.max(1, Math.round((perMinute * waitMs) / MINUTE))), waitMs }
}

export const redriveStep: BackgroundStep = async (ctx, action) => {
  const { perMinute, qualifier = null } = detailOf(action)
  const { atATime, waitMs } = paceOf(perMinute)
  const ids = await nextTasks(ctx, action, atATime)
  await requeueTasks(ctx, { spaceId: action.spaceId, ids, qualifier, redriveId: action.id })
  return { done: ids.length, position: ids.length < atATime ? null : ids.at(-1)!, waitMs }
}

export const purgeStep: BackgroundStep = async (ctx, action) => {
  const ids = await nextTasks(ctx, action, AT_A_TIME)
  await ctx.db.delete(tasks).where(these(action, ids))
  return stepOf(ids)
}

export const cancelStep: BackgroundStep = async (ctx, action) => {
  const ids = await nextTasks(ctx, action, AT_A_TIME)
  await ctx.db
    .update(tasks)
    .set({
      cancelling: sql`${tasks.state} = 'running'`,
      endedAt: sql`case when ${tasks.state} = 'running' then ${tasks.endedAt} else now() end`,
      state: sql`case when ${tasks.state} = 'running' then ${tasks.state} else 'cancelled' end`,
    })
    .where(these(action, ids))
  ctx.change.jobQueued(TASKS_QUEUED)
  return stepOf(ids)
}

/** The next ones that match, locked, in the order in which they were accepted. */
async function nextTasks(ctx: Changing, action: RunningAction, limit: number): Promise<string[]> {
  const detail = detailOf(action)
  const rows = await ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .innerJoin(functions, eq(functions.id, tasks.functionId))
    .where(
      and(
        matching(action.spaceId, detail.filter),
        action.position === null ? undefined : gt(tasks.id, action.position),
        lte(tasks.id, detail.upTo),
        // What has died since is news to whoever started the action. Both times are the database's.
        or(isNull(tasks.endedAt), lte(tasks.endedAt, action.startedAt)),
      ),
    )
    .orderBy(asc(tasks.id))
    .limit(limit)
    .for('update', { of: tasks })
  return rows.map(({ id }) => id)
}

const detailOf = (action: RunningAction) => action.detail as unknown as BulkDetail
const these = ({ spaceId }: RunningAction, ids: string[]): SQL =>
  and(eq(tasks.spaceId, spaceId), inArray(tasks.id, ids))!
const stepOf = (ids: string[]) => ({ done: ids.length, position: ids.length < AT_A_TIME ? null : ids.at(-1)! })
