import { sql } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { TASKS_QUEUED } from './signal.ts'

/**
 * Cancels unfinished tasks of these triggers: waiting ones at once, running ones as soon as their worker is notified.
 */
export async function cancelTasksOf(ctx: Changing, triggerIds: readonly string[]): Promise<void> {
  if (triggerIds.length === 0) return
  const theirs = sql`
    from triggers t join functions f on f.id = t.function_id
    where t.id = any(${sql.param([...triggerIds])}::uuid[]) and k.function_id = f.id and k.trigger_id = t.id`
  await ctx.db.execute(sql`
    update tasks k set state = 'cancelled', ended_at = now() ${theirs}
      and k.space_id = f.space_id and k.state in ('queued', 'retrying')`)
  await ctx.db.execute(sql`update tasks k set cancelling = true ${theirs} and k.state = 'running'`)
  ctx.change.jobQueued(TASKS_QUEUED)
}
