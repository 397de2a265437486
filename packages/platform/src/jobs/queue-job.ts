import type { Changing } from '../kernel/context.ts'
import { jobs } from '../database/schema/index.ts'

interface NewJob {
  kind: string
  key: string
  /** Whose job it is: spaces take turns. */
  spaceId?: string
  payload?: Record<string, unknown>
  /** Not before this time. */
  runAt?: Date
}

/** Queues a job with the change that asks for it: it exists once that is committed. One that is queued or running stays. */
export async function queueJob(ctx: Changing, job: NewJob): Promise<void> {
  await ctx.db.insert(jobs).values(job).onConflictDoNothing()
  ctx.change.jobQueued(job.kind)
}
