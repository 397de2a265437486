import { CHATTY } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'

const SCALING = { concurrency: 100 }
/** Limits of every kind that a call passes, none of which is reached. */
const QUOTA = {
  executionsPerMinute: 1_000_000_000,
  executionsPerDay: 1_000_000_000,
  executionsPerMonth: 1_000_000_000,
  gbSecondsPerDay: 1_000_000_000,
  gbSecondsPerMonth: 1_000_000_000,
  concurrency: 1_000,
}

/** The cost of quotas: the calls of `warm-throughput`, with and without. The order changes with every round. */
export const quotaCost: Measurement = {
  targets: ['quota-cost'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const milliseconds = lab.quick ? 1500 : 4000
    const free = await alcove.deploy('quota-free', CHATTY, { scaling: SCALING })
    const limited = await alcove.deploy('quota-limited', CHATTY, { scaling: SCALING })
    await alcove.limit('quota-limited', QUOTA)
    for (const url of [free, limited]) await load(url, 32, 1500)
    let turn = 0
    return async () => {
      const rates = new Map<string, number>()
      for (const url of turn++ % 2 === 0 ? [free, limited] : [limited, free]) {
        rates.set(url, (await load(url, 32, milliseconds)).requestsPerSecond)
      }
      return { 'quota-cost': { ours: rates.get(limited)!, reference: rates.get(free)! } }
    }
  },
}
