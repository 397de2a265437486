import type { Build } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import type { Change } from '../../kernel/change.ts'
import { builds } from '../../database/schema/index.ts'
import { BLOBS_LOCK } from '../packages/store-code.ts'
import type { Platform } from '../../kernel/platform.ts'
import { functionsWith } from './functions-with.ts'

export interface BuildEnd extends Pick<Build, 'packages' | 'outputBytes' | 'diagnostics' | 'error'> {
  /** Blob of what was built; null when it failed. */
  output: string | null
}

/** Records what came of a build; whoever waits for it goes on, and calls find what it made. */
export async function endBuild(change: Change, platform: Platform, key: string, end: BuildEnd): Promise<void> {
  const { clock, blobs } = platform
  const { tx } = change
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  const { output, error, packages, outputBytes, diagnostics } = end
  // Swept in the moment before the lock: its like is made again by whoever asks.
  const lost = output !== null && !(await blobs.has(output))
  const reason = lost ? 'What was built got lost: build it again' : error
  await tx
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
  change.buildChanged(key)
  for (const functionId of await functionsWith(tx, key)) change.reroute({ functionId })
}
