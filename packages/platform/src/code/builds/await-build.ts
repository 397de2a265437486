import type { Revision, RevisionBuild } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { builds } from '../../database/schema/index.ts'
import type { Signals } from '../../kernel/signals.ts'
import type { Platform } from '../../kernel/platform.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** By key: a build was queued, wrote to its log, or ended. */
    builds: Signals
  }
}

/** A call waits no longer than a build may take. */
const MAX_WAIT_MS = 5 * 60_000
/** Another process may build it, and what it says may get lost. */
const LOOK_AGAIN_MS = 2_000

/**
 * The revision with its build ended, well or not; at once when it has none or it has ended. When it takes too long, or
 * `signal` aborts, what comes back says that it is still under way.
 */
export async function awaitBuild(platform: Platform, revision: Revision, signal?: AbortSignal): Promise<Revision> {
  let { build } = revision
  const deadline = performance.now() + MAX_WAIT_MS
  while (build !== null && underWay(build) && signal?.aborted !== true && performance.now() < deadline) {
    const { key } = build
    // Listening first: an end between the look and the wait would else go unheard.
    const changed = platform.builds.next(key, LOOK_AGAIN_MS, signal)
    const [row] = await platform.db
      .select({ status: builds.status, output: builds.outputHash, error: builds.error })
      .from(builds)
      .where(eq(builds.key, key))
    if (!row) break
    build = { key, output: row.output, error: row.error }
    if (underWay(build)) await changed
  }
  return build === revision.build ? revision : { ...revision, build }
}

function underWay({ output, error }: RevisionBuild): boolean {
  return output === null && error === null
}
