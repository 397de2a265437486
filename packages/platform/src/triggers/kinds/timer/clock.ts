import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../../kernel/platform.ts'
import type { Watch } from '../kind.ts'
import { nextCheck, runRound } from './round.ts'

/** What `platform.jobs` announces when a timer was saved. */
export const TIMERS_CHANGED = 'timers'

/** It looks at least this often, so that it notices when it could not. */
const LOOK_MS = 1_000
/** Longer without a look is downtime: the process stopped, the machine slept, the database was away, the clock jumped. */
const GAP_MS = 5_000
const AFTER_ERROR_MS = 1_000

/**
 * The clock of one server: one loop for all timers. Several servers share the work, because a round locks the timers that
 * it takes and skips those that are locked.
 */
export function runClock(platform: Platform): Watch {
  const closing = new AbortController()
  const { signal } = closing
  const { clock, log, jobs } = platform
  let watchedSince = clock.now()
  let lookedAt = watchedSince

  async function look(): Promise<number> {
    const now = clock.now()
    if (Math.abs(now - lookedAt) > GAP_MS) watchedSince = now
    const taken = await runRound(platform, watchedSince)
    lookedAt = clock.now()
    if (taken > 0) return 0
    const next = await nextCheck(platform)
    return next === null ? LOOK_MS : Math.min(LOOK_MS, Math.max(0, next - clock.now()))
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      // Listen before looking: a timer saved between the look and the wait would go unnoticed.
      const looked = new AbortController()
      const stop = AbortSignal.any([signal, looked.signal])
      const news = jobs.next(TIMERS_CHANGED, LOOK_MS, stop)
      try {
        const wait = await look()
        // Another server may hold what is due.
        await Promise.race([news, sleep(Math.max(wait, 5), undefined, { signal: stop })])
      } catch (error) {
        if (signal.aborted) break
        log({ level: 'warn', message: 'Timers cannot be looked at; trying again', error })
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
      } finally {
        looked.abort()
      }
    }
  }

  const running = run()
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}
