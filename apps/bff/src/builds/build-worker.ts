import type { Engine } from '@alcove/engine'
import { claimBuild, requeueBuilds, type Platform } from '@alcove/platform'
import type { Logger } from 'pino'
import { setTimeout as sleep } from 'node:timers/promises'
import { runBuild } from './run-build.ts'

export interface BuildWorker {
  /** Stops what runs; it is queued again at the next start. */
  close(): Promise<void>
}

/** Builds at a time: each may use a whole core and a gigabyte. */
const RUNNERS = 2
/** Other processes may queue builds, and what they say may get lost. */
const LOOK_AGAIN_MS = 5_000
const AFTER_ERROR_MS = 1_000

/** Takes up queued builds, the oldest first. What was running when an earlier server ended is queued again before. */
export async function startBuildWorker(core: {
  platform: Platform
  engine: Pick<Engine, 'build'>
  log: Logger
}): Promise<BuildWorker> {
  const { platform, log } = core
  const closing = new AbortController()
  await requeueBuilds(platform)

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      // Listening first: what is queued between the look and the wait would else go unheard.
      const idle = new AbortController()
      const news = platform.builds.next(null, LOOK_AGAIN_MS, AbortSignal.any([closing.signal, idle.signal]))
      try {
        const claimed = await claimBuild(platform)
        if (claimed === null) await news
        else await runBuild(core, claimed, closing.signal)
      } catch (error) {
        if (!closing.signal.aborted) log.error({ err: error }, 'Builds cannot be taken up; trying again')
        await sleep(AFTER_ERROR_MS, undefined, { signal: closing.signal }).catch(() => {})
      } finally {
        idle.abort()
      }
    }
  }

  const runners = Array.from({ length: RUNNERS }, work)
  return {
    async close() {
      closing.abort()
      await Promise.all(runners)
    },
  }
}
