import type { BackfillTrigger } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import type { BackgroundStep, RunningAction } from '../jobs/background/background-kind.ts'
import { rowsOf } from '../database/connect.ts'
import { triggers } from '../database/schema/index.ts'
import type { Changing } from '../kernel/context.ts'
import { newTraceId } from '../kernel/trace-id.ts'
import { enqueueTasks } from '../jobs/tasks/enqueue-task.ts'
import { recordFirings } from './firings/record-firings.ts'
import { ticksThatRan } from './firings/ticks-that-ran.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

/** What a backfill was asked to do. */
export interface BackfillDetail extends BackfillTrigger {
  function: string
  trigger: string
  triggerId: string
}

/** Ticks that one step looks at. */
const AT_A_TIME = 500
/** Waits while this many tasks wait: stopping the action then stops most of the work. */
const WAITING_MAX = 1_000
const WAIT_MS = 1_000

interface Found {
  trigger: StoredTrigger
  spaceId: string
  waiting: number
}

/** Turns the next ticks into tasks, oldest first. The position is the time of the last tick that it looked at. */
export const backfillStep: BackgroundStep = async (ctx, action) => {
  const detail = action.detail as unknown as BackfillDetail
  const found = await find(ctx, detail.triggerId)
  // Deleted meanwhile: nothing is left to run.
  if (!found) return { done: 0, position: null }
  if (found.waiting >= WAITING_MAX) return { done: 0, position: action.position ?? '', waitMs: WAIT_MS }
  const to = Date.parse(detail.to)
  const from = action.position ? Number(action.position) + 1 : Date.parse(detail.from)
  const ticks = kindOf(found.trigger.type).ticks!(found.trigger, { from, to, max: AT_A_TIME })
  const last = ticks.at(-1)
  if (!last) return { done: 0, position: null }
  const ran =
    detail.which === 'every' ? new Set() : await ticksThatRan(ctx, detail.triggerId, new Date(from), new Date(to))
  const chosen = ticks.filter(({ at }) => !ran.has(at))
  await run(ctx, action, found, chosen)
  return { done: chosen.length, position: ticks.length < AT_A_TIME ? null : String(last.at) }
}

/** Locks the function against deletion. */
async function find(ctx: Changing, triggerId: string): Promise<Found | null> {
  const [row] = await ctx.db.select().from(triggers).where(eq(triggers.id, triggerId))
  if (!row) return null
  const [at] = await rowsOf<{ space_id: string; waiting: number }>(
    ctx.db,
    sql`
      with fn as materialized (select id, space_id from functions where id = ${row.functionId} for key share)
      select fn.space_id, (
        select count(*)::int from (
          select from tasks t where t.space_id = fn.space_id and t.function_id = fn.id
            and t.state in ('queued', 'retrying') and t.trigger_id = ${triggerId}
          limit ${WAITING_MAX}) as counted) as waiting
      from fn`,
  )
  return at ? { trigger: row as StoredTrigger, spaceId: at.space_id, waiting: at.waiting } : null
}

async function run(
  ctx: Changing,
  { startedBy }: RunningAction,
  { trigger, spaceId }: Found,
  ticks: readonly { at: number; event: unknown }[],
): Promise<void> {
  const tasks = await enqueueTasks(
    ctx,
    ticks.map(({ event }) => ({
      functionId: trigger.functionId,
      qualifier: trigger.qualifier,
      event: Buffer.from(JSON.stringify(event)),
      trigger: trigger.type,
      triggerId: trigger.id,
      triggerName: trigger.name,
      caller: startedBy,
      traceId: newTraceId(),
      hops: 0,
    })),
  )
  const at = new Date(ctx.platform.clock.now())
  await recordFirings(
    ctx,
    ticks.map((tick, index) => ({
      spaceId,
      functionId: trigger.functionId,
      triggerId: trigger.id,
      at,
      detail: startedBy,
      cause: 'backfill',
      outcome: 'fired',
      dueAt: new Date(tick.at),
      taskId: tasks[index]!.id,
    })),
  )
}
