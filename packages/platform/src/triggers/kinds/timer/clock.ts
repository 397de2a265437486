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
/** A due timer may be locked: by another lane or server, or by a change of its function. Milliseconds until the next try. */
const HELD_MS = 20
/** Rounds at a time: a commit that waits for the disk must not delay the next tick. */
const LANES = 3

/**
 * The clock of one server: a few loops for all timers. They share the work among them and with other servers, because a
 * round locks the timers that it takes and skips those that are locked.
 */
export function runClock(platform: Platform): Watch {
  const closing = new AbortController()
  const { signal } = closing
  const { clock, log, jobs } = platform
  let watchedSince = clock.now()
  let lookedAt = watchedSince

  function noteGap(expected: number): void {
    const now = clock.now()
    if (Math.abs(now - expected) > GAP_MS) watchedSince = now
  }

  /** @returns milliseconds until there is more to do */
  async function look(): Promise<number> {
    noteGap(lookedAt)
    const [startedAt, started] = [clock.now(), performance.now()]
    /** Now, unless somebody has set the clock since: that must not pass for a look. */
    const expected = () => startedAt + performance.now() - started
    const next = await nextCheck(platform)
    noteGap(expected())
    const isDue = next !== null && next <= clock.now()
    const taken = isDue ? await runRound(platform, watchedSince) : 0
    lookedAt = expected()
    if (isDue) return taken > 0 ? 0 : HELD_MS
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
        if (wait > 0) await Promise.race([news, sleep(wait, undefined, { signal: stop })])
      } catch (error) {
        if (signal.aborted) break
        log({ level: 'warn', message: 'Timers cannot be looked at; trying again', error })
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
      } finally {
        looked.abort()
      }
    }
  }

  const running = Promise.all(Array.from({ length: LANES }, run))
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}
