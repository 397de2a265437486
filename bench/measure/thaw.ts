import { setTimeout as sleep } from 'node:timers/promises'
import { CHATTY } from '../functions.ts'
import { HttpClient } from '../http-client.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'
import { median } from '../statistics.ts'

/** A call to an instance that was frozen because nobody called, against one to an instance that just answered. */
export const thaw: Measurement = {
  targets: ['thaw'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const samples = lab.quick ? 5 : 15
    const url = await alcove.deploy('thaw', CHATTY)
    await load(url, 1, 1000)
    return async () => {
      const client = await HttpClient.open(url)
      const frozen: number[] = []
      for (let sample = 0; sample < samples; sample++) {
        while ((await alcove.instances('thaw')).some(({ state }) => state !== 'frozen')) await sleep(25)
        const startedAt = performance.now()
        await client.get()
        frozen.push(performance.now() - startedAt)
      }
      client.close()
      const warm = await load(url, 1, 1000)
      return { thaw: { ours: median(frozen), reference: warm.p50 } }
    }
  },
}
