import type { Change } from '../kernel/change.ts'
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
export async function queueJob(change: Change, job: NewJob): Promise<void> {
  await change.tx.insert(jobs).values(job).onConflictDoNothing()
  change.jobQueued(job.kind)
}
