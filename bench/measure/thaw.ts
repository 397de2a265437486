import { setTimeout as sleep } from 'node:timers/promises'
import { startAlcove } from '../alcove.ts'
import { anyFrozen } from '../cgroup.ts'
import { CHATTY_OR_HELD } from '../functions.ts'
import { HttpClient, type Answer } from '../http-client.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'
import { median } from '../statistics.ts'
import { recordOf, splitUp } from './where-time-goes.ts'

/** Enough calls for this process to compile its client, as the load generator has. */
const WARM_UP = 2000
/** An instance is frozen after this long. */
const PAUSE_MS = 100

interface Call {
  wasFrozen: boolean
  milliseconds: number
  answer: Answer
}

/**
 * A call to a frozen instance, compared with a call to an instance that has just answered. Because caches and
 * processors go to sleep too, it also measures the same call after the same pause to an instance that another call kept
 * from being frozen, and to bare Node.
 */
export const thaw: Measurement = {
  targets: ['thaw', 'pause'],
  async prepare(lab) {
    const bare = await lab.bare()
    // Its own server with no other instance, because the kernel is asked whether any is frozen.
    const alcove = await startAlcove(lab.own, { environment: { ALCOVE_PREWARM: '0' } })
    const url = await alcove.deploy('thaw', CHATTY_OR_HELD, {
      timeoutSeconds: 120,
      scaling: { concurrency: 2, maxInstances: 1 },
    })

    async function callsAfterPauses(to: string): Promise<Call[]> {
      using client = await HttpClient.open(to)
      for (let call = 0; call < WARM_UP; call++) await client.ask()
      const calls: Call[] = []
      for (let sample = 0; sample < (lab.quick ? 5 : 20); sample++) {
        await sleep(PAUSE_MS)
        const wasFrozen = anyFrozen(alcove.home)
        const startedAt = performance.now()
        const answer = await client.ask()
        calls.push({ wasFrozen, milliseconds: performance.now() - startedAt, answer })
      }
      return calls
    }

    return async () => {
      const bareWarm = await load(bare.url, 1, 1000)
      const barePaused = await callsAfterPauses(bare.url)
      const warm = await load(url, 1, 1000)
      const frozen = await callsAfterPauses(url)
      using held = await HttpClient.open(`${url}/held`)
      held.ask().catch(() => {})
      const awake = await callsAfterPauses(url)
      if (!frozen.every(({ wasFrozen }) => wasFrozen)) throw new Error('An instance was not frozen when it was called')
      if (awake.some(({ wasFrozen }) => wasFrozen)) throw new Error('An instance at work was frozen')
      for (const [what, calls] of [
        ['thaw', frozen],
        ['pause', awake],
      ] as const) {
        for (const { answer, milliseconds } of calls) {
          lab.profile(what, splitUp(await recordOf(alcove, answer), milliseconds))
        }
      }
      return {
        thaw: { ours: timeOf(frozen), reference: warm.p50 },
        pause: { ours: timeOf(awake), reference: warm.p50 },
        'pause (bare Node)': { ours: timeOf(barePaused), reference: bareWarm.p50 },
      }
    }
  },
}

const timeOf = (calls: Call[]): number => median(calls.map(({ milliseconds }) => milliseconds))
