import { BLOBS_LOCK } from '../../kernel/blobs-lock.ts'
import type { Build } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { builds } from '../../database/schema/index.ts'
import { functionsWith } from './functions-with.ts'

export interface BuildEnd extends Pick<Build, 'packages' | 'outputBytes' | 'diagnostics' | 'error'> {
  /** Blob of the output; null when the build failed. */
  output: string | null
}

/** Records the outcome of a build. Waiting calls go on, and new calls find the output. */
export async function endBuild(ctx: Changing, { key, ...end }: BuildEnd & { key: string }): Promise<void> {
  const { clock, blobs } = ctx.platform
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  const { output, error, packages, outputBytes, diagnostics } = end
  // The sweep deleted the blob just before we locked it: the next call builds it again.
  const lost = output !== null && !(await blobs.has(output))
  const reason = lost ? 'The output of the build was lost: build again' : error
  await ctx.db
    .update(builds)
    .set({
      status: reason === null ? 'succeeded' : 'failed',
      endedAt: new Date(clock.now()),
      packages,
      outputHash: lost ? null : output,
      outputBytes,
      diagnostics,
      error: reason,
    })
    .where(and(eq(builds.key, key), eq(builds.status, 'running')))
  ctx.change.buildChanged(key)
  for (const functionId of await functionsWith(ctx.db, key)) ctx.change.reroute({ functionId })
}
