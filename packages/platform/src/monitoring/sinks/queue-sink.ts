import { and, eq, sql } from 'drizzle-orm'
import { jobs } from '../../database/schema/index.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { SINKS_JOB } from './signal.ts'

/** Queues a sink to run now, also if it waits after a failure. */
export async function queueSink(ctx: Changing<SpaceCtx>, sinkId: string): Promise<void> {
  await queueJob(ctx, { kind: SINKS_JOB, key: sinkId, spaceId: ctx.space.id })
  await ctx.db
    .update(jobs)
    .set({ runAt: sql`least(${jobs.runAt}, now())` })
    .where(and(eq(jobs.kind, SINKS_JOB), eq(jobs.key, sinkId)))
}
