import type { Revision, RevisionBuild } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { builds } from '../../database/schema/index.ts'
import type { Signals } from '../../kernel/signals.ts'
import type { Platform } from '../../kernel/platform.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** By build key: the build was queued, wrote to its log, or ended. */
    builds: Signals
  }
}

/** A call waits at most this long. */
const MAX_WAIT_MS = 5 * 60_000
/** Another process may run the build, and its notification can get lost: look at least this often. */
const LOOK_AGAIN_MS = 2_000

/**
 * Waits until the revision's build has ended, whether it succeeded or failed. Returns at once when there is no build or
 * it has ended. After MAX_WAIT_MS, or when `signal` aborts, the returned revision says that the build is still under
 * way.
 */
export async function awaitBuild(platform: Platform, revision: Revision, signal?: AbortSignal): Promise<Revision> {
  let { build } = revision
  const deadline = performance.now() + MAX_WAIT_MS
  while (build !== null && underWay(build) && signal?.aborted !== true && performance.now() < deadline) {
    const { key } = build
    // Listen before looking: otherwise an end between the look and the wait would be missed.
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
