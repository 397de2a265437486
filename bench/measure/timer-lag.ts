import { setTimeout as sleep } from 'node:timers/promises'
import { QUIET } from '../functions.ts'
import type { Measurement } from '../measurement.ts'
import { percentile } from '../statistics.ts'

const TIMERS = 1000
const BUSY = 8
/** Making the timers must be over before the first of them is due. */
const PREPARE_MS = 60_000
const WINDOW_MS = 60_000

interface Firings {
  items: { lagMs: number | null }[]
}

/** A thousand timers due over a minute, and as many due in one second: how late they fire. */
export const timerLag: Measurement = {
  targets: ['timer-lag', 'timer-burst'],
  rounds: 1,
  async prepare(lab) {
    const alcove = await lab.alcove()
    const count = lab.quick ? TIMERS / 10 : TIMERS
    await alcove.deploy('ticking', QUIET)
    const path = (name: string) => `/spaces/bench/functions/ticking/triggers/${name}`

    async function lags(name: string, spreadMs: number): Promise<number[]> {
      const first = Math.ceil((Date.now() + PREPARE_MS) / 1000) * 1000
      const numbers = Array.from({ length: count }, (_, index) => index)
      const due = (index: number) => new Date(first + (index * spreadMs) / count).toISOString()
      await inParallel(numbers, (index) =>
        alcove.api('PUT', path(`${name}-${index}`), { type: 'timer', config: { at: due(index) } }),
      )
      if (Date.now() > first) throw new Error('Making the timers took longer than a minute')
      await sleep(first + spreadMs + 15_000 - Date.now())
      const found: number[] = []
      await inParallel(numbers, async (index) => {
        const { items }: Firings = await alcove.api('GET', `${path(`${name}-${index}`)}/firings`)
        if (items.length !== 1 || items[0]!.lagMs === null) throw new Error(`${name}-${index} did not fire once`)
        found.push(items[0]!.lagMs)
        await alcove.api('DELETE', path(`${name}-${index}`))
      })
      return found.toSorted((a, b) => a - b)
    }

    return async () => {
      const spread = await lags('spread', WINDOW_MS)
      const burst = await lags('burst', 0)
      return {
        'timer-lag': { ours: percentile(spread, 0.99), reference: 1 },
        'timer-burst': { ours: burst.at(-1)!, reference: 1 },
      }
    }
  },
}

async function inParallel(numbers: readonly number[], run: (index: number) => Promise<unknown>): Promise<void> {
  const waiting = [...numbers]
  const one = async () => {
    // oxlint-disable-next-line no-await-in-loop -- one of several lanes
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next)
  }
  await Promise.all(Array.from({ length: BUSY }, one))
}
