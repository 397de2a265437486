import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../kernel/platform.ts'
import type { Watch } from './kinds/kind.ts'

const AFTER_ERROR_MS = 1_000

interface Watched {
  /** What `platform.jobs` announces when there may be something to do. */
  topic: string
  /** What is watched, for the log. */
  what: string
  /** Notifications can get lost: it looks at least this often. */
  lookMs: number
  /** Does the pending work. @returns milliseconds until it should look again at the latest; 0: at once */
  look(): Promise<number>
}

/** Watches a source of events until it is closed: on each announcement, and from time to time. */
export function watchLoop({ jobs, log }: Platform, { topic, what, lookMs, look }: Watched): Watch {
  const closing = new AbortController()
  const { signal } = closing
  async function run(): Promise<void> {
    while (!signal.aborted) {
      // Listen before looking: what comes between the look and the wait would go unnoticed.
      const looked = new AbortController()
      const stop = AbortSignal.any([signal, looked.signal])
      const news = jobs.next(topic, lookMs, stop)
      try {
        const wait = await look()
        if (wait > 0) await Promise.race([news, sleep(wait, undefined, { signal: stop })])
      } catch (error) {
        if (signal.aborted) break
        log({ level: 'warn', message: `${what} cannot be looked at; trying again`, error })
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
