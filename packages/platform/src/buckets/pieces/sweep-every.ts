import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../kernel/platform.ts'
import { sweepDiscarded } from './sweep-discarded.ts'

/** Sweeps until closed. Repeats a failed sweep at the next interval. */
export function sweepEvery(platform: Platform, ms: number): { close(): Promise<void> } {
  const closing = new AbortController()
  const running = (async () => {
    for (;;) {
      try {
        await sleep(ms, undefined, { signal: closing.signal, ref: false })
      } catch {
        return
      }
      await sweepDiscarded(platform).catch((error: unknown) =>
        platform.log({ level: 'warn', message: 'Deleted objects cannot be swept; trying again', error }),
      )
    }
  })()
  return {
    close() {
      closing.abort()
      return running
    },
  }
}
