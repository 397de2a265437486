import type { Changing } from '../kernel/context.ts'
import { jobs } from '../database/schema/index.ts'

interface NewJob {
  kind: string
  key: string
  /** The space it belongs to: spaces take turns. */
  spaceId?: string
  payload?: Record<string, unknown>
  /** Earliest start. */
  runAt?: Date
}

/** Queues a job when the change commits. A job with this key that is queued or running already stays as it is. */
export async function queueJob(ctx: Changing, job: NewJob): Promise<void> {
  await ctx.db.insert(jobs).values(job).onConflictDoNothing()
  ctx.change.jobQueued(job.kind)
}
