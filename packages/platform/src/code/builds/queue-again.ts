import { and, eq, inArray } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { builds } from '../../database/schema/index.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { BUILD_JOB } from './build-job.ts'
import { functionsWith } from './functions-with.ts'

/**
 * Queues an ended build again, unless someone else already has. Everything that shares the build waits for it again.
 */
export async function queueAgain(
  ctx: Changing,
  { key, spaceId, now }: { key: string; spaceId: string; now: number },
): Promise<void> {
  const fresh = { outputHash: null, startedAt: null, endedAt: null, diagnostics: [], error: null, log: '' }
  await ctx.db
    .update(builds)
    .set({ status: 'queued', queuedAt: new Date(now), ...fresh })
    .where(and(eq(builds.key, key), inArray(builds.status, ['failed', 'succeeded'])))
  await queueJob(ctx, { kind: BUILD_JOB, key, spaceId })
  ctx.change.buildChanged(key)
  for (const functionId of await functionsWith(ctx.db, key)) ctx.change.reroute({ functionId })
}
