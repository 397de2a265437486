import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../kernel/platform.ts'
import { closeLargePartition } from './close-large-partition.ts'
import { sealLines, type SealingOptions } from './seal-lines.ts'

interface Intervals {
  /** Partitions are closed while others are sealed, or they would grow for as long as that takes. */
  closeMs: number
  sealMs: number
}

/** Closes large partitions of log lines and seals closed ones, until it is closed itself. */
export function sealEvery(
  platform: Pick<Platform, 'db' | 'blobs' | 'pool' | 'clock' | 'log'>,
  options: SealingOptions,
  { closeMs, sealMs }: Intervals,
): { close(): Promise<void> } {
  const closing = new AbortController()
  const { signal } = closing

  /** Runs `step` every `ms` milliseconds, and again at once where it says that there is more. */
  async function repeat(ms: number, failure: string, step: () => Promise<{ more: boolean }>): Promise<void> {
    for (let more = false; !signal.aborted;) {
      try {
        if (!more) await sleep(ms, undefined, { signal, ref: false })
        more = (await step()).more
      } catch (error) {
        more = false
        if (!signal.aborted) platform.log({ level: 'warn', message: failure, error })
      }
    }
  }

  const running = Promise.all([
    repeat(closeMs, 'A partition of log lines cannot be closed; trying again', async () => {
      await closeLargePartition(platform)
      return { more: false }
    }),
    repeat(sealMs, 'Log lines cannot be sealed; trying again', async () => ({
      more: (await sealLines(platform, options, signal)) > 0,
    })),
  ])
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}
