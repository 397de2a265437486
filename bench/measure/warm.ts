import { CHATTY } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement, Pairs } from '../measurement.ts'
import { profileSlowest } from './where-time-goes.ts'

/** Concurrent calls per instance: a setting for functions that wait for others, and the default. */
const CONCURRENCIES = [100, 1]

/** The whole path: gateway, route, instance, invocation record, one log line. */
export const warm: Measurement = {
  targets: ['warm-throughput', 'warm-p50', 'warm-p99'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const bare = await lab.bare()
    const milliseconds = lab.quick ? 1500 : 4000
    const urls = new Map<number, string>()
    for (const concurrency of CONCURRENCIES) {
      const url = await alcove.deploy(`warm-${concurrency}`, CHATTY, { scaling: { concurrency, maxInstances: 32 } })
      await load(url, 32, 3000)
      urls.set(concurrency, url)
    }
    await load(bare.url, 32, 1000)
    return async () => {
      const theirs = await load(bare.url, 32, milliseconds)
      const theirSingle = await load(bare.url, 1, milliseconds / 2)
      const pairs: Pairs = {}
      for (const [concurrency, url] of urls) {
        const ours = await load(url, 32, milliseconds)
        const single = await load(url, 1, milliseconds / 2)
        const variant = concurrency === CONCURRENCIES[0] ? '' : (` (concurrency ${concurrency})` as const)
        pairs[`warm-throughput${variant}`] = { ours: ours.requestsPerSecond, reference: theirs.requestsPerSecond }
        pairs[`warm-p99${variant}`] = { ours: ours.p99, reference: theirs.p99 }
        pairs[`warm-p50${variant}`] = { ours: single.p50, reference: theirSingle.p50 }
        await profileSlowest(lab, alcove, `warm-p99${variant}`, ours)
      }
      return pairs
    }
  },
}
