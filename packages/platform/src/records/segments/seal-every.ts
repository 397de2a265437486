import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../kernel/platform.ts'
import { sealLines, type SealingOptions } from './seal-lines.ts'

/** Seals until closed: every `ms` milliseconds, and at once while there is more. */
export function sealEvery(
  platform: Pick<Platform, 'db' | 'blobs' | 'pool' | 'clock' | 'log'>,
  options: SealingOptions,
  ms: number,
): { close(): Promise<void> } {
  const closing = new AbortController()
  const { signal } = closing

  async function seal(): Promise<number> {
    try {
      return await sealLines(platform, options, signal)
    } catch (error) {
      if (!signal.aborted) platform.log({ level: 'warn', message: 'Log lines cannot be sealed; trying again', error })
      return 0
    }
  }

  const running = (async () => {
    for (let sealed = 0; ;) {
      try {
        if (sealed === 0) await sleep(ms, undefined, { signal, ref: false })
      } catch {
        return
      }
      if (signal.aborted) return
      sealed = await seal()
    }
  })()
  return {
    close() {
      closing.abort()
      return running
    },
  }
}
