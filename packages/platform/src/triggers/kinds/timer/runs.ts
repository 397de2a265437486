import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import type { Changing } from '../../../kernel/context.ts'
import type { DueTimer } from './due-timer.ts'

/** Those of the timers whose last run has not ended. Timers that may overlap are left out. */
export async function busyTriggers(ctx: Changing, due: readonly DueTimer[]): Promise<Set<string>> {
  const asked = due.filter(({ config }) => config.overlap !== 'allow')
  if (asked.length === 0) return new Set()
  // In two parts, each with a partial index of its own.
  const rows = await rowsOf<{ trigger_id: string }>(
    ctx.db,
    sql`
      select c.trigger_id from timers c join triggers t on t.id = c.trigger_id join functions f on f.id = t.function_id
      where c.trigger_id = any(${idsOf(asked)}) and (
        exists (select from tasks where space_id = f.space_id and function_id = f.id and state in ('queued', 'retrying')
          and trigger_id = c.trigger_id)
        or exists (select from tasks where function_id = f.id and state = 'running' and trigger_id = c.trigger_id))`,
  )
  return new Set(rows.map((row) => row.trigger_id))
}

/** Those of the timers whose last runs failed as often as they allow, since they were saved. */
export async function failingTriggers(ctx: Changing, due: readonly DueTimer[]): Promise<Set<string>> {
  const asked = due.filter(({ enabled, config }) => enabled && config.pauseAfterFailures !== undefined)
  if (asked.length === 0) return new Set()
  const rows = await rowsOf<{ trigger_id: string }>(
    ctx.db,
    sql`
      select c.trigger_id from timers c join triggers t on t.id = c.trigger_id,
      lateral (
        select count(*) as runs, bool_and(failed) as failed from (
          select k.state <> 'succeeded' as failed from firings f join tasks k on k.space_id = f.space_id and k.id = f.task_id
          where f.trigger_id = c.trigger_id and f.at > c.armed_at and f.cause in ('source', 'catchUp')
            and k.state in ('succeeded', 'failed', 'dead', 'expired')
          order by f.id desc limit (t.config ->> 'pauseAfterFailures')::int
        ) as ended
      ) as last
      where c.trigger_id = any(${idsOf(asked)}) and last.failed and last.runs = (t.config ->> 'pauseAfterFailures')::int`,
  )
  return new Set(rows.map((row) => row.trigger_id))
}

const idsOf = (timers: readonly DueTimer[]) => sql`${sql.param(timers.map((timer) => timer.trigger_id))}::uuid[]`
