import { sql } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { TASKS_QUEUED } from './signal.ts'

interface Requeue {
  spaceId: string
  ids: readonly string[]
  /** Null: each as before. */
  qualifier: string | null
  /** The background action that does it. */
  redriveId: string | null
}

/** Queues ended tasks again, each with all its attempts and its full time. Lock them first. */
export async function requeueTasks(ctx: Changing, { spaceId, ids, qualifier, redriveId }: Requeue): Promise<void> {
  await ctx.db.execute(sql`
    update tasks t set state = 'queued', qualifier = coalesce(${qualifier}, t.qualifier), attempts = 0,
      cancelling = false, owner = null, redrive_id = ${redriveId}, run_at = now(), ended_at = null,
      expires_at = now() + make_interval(secs => (f.async ->> 'maxAgeSeconds')::int)
    from functions f
    where f.id = t.function_id and t.space_id = ${spaceId} and t.id = any(${sql.param([...ids])}::uuid[])`)
  ctx.change.jobQueued(TASKS_QUEUED)
}
