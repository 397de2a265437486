import { setTimeout as sleep } from 'node:timers/promises'
import { QUIET } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'

const CONNECTIONS = 64
const CONCURRENCY = 64
const POLL_MS = 100
const DRAIN_PATIENCE_MS = 180_000

interface Queues {
  items: { function: string; queued: number; retrying: number; running: number; dead: number }[]
}

/** Calls with `Prefer: respond-async`: how many are committed in a second, and that each of them runs. */
export const asyncAccept: Measurement = {
  targets: ['async-accept', 'async-share', 'async-drain'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const bare = await lab.bare()
    const milliseconds = lab.quick ? 1500 : 4000
    await alcove.deploy('accepted', QUIET, { scaling: { concurrency: 100, maxInstances: 4 } })
    const fn = '/spaces/bench/functions/accepted'
    await alcove.api('PUT', `${fn}/task-settings`, { maxConcurrency: CONCURRENCY })
    const url = `${alcove.origin}/api/v1${fn}/invocations`
    const request = {
      method: 'POST',
      headers: { Authorization: `Bearer ${alcove.key}`, 'Content-Type': 'application/json', Prefer: 'respond-async' },
      body: '{"order":17}',
    }

    async function drained(): Promise<void> {
      for (const until = performance.now() + DRAIN_PATIENCE_MS; performance.now() < until;) {
        // oxlint-disable-next-line no-await-in-loop -- until they are done
        const { items }: Queues = await alcove.api('GET', '/spaces/bench/tasks/queues')
        const queue = items.find((each) => each.function === 'accepted')
        if (!queue) return
        if (queue.dead > 0) throw new Error(`${queue.dead} tasks died`)
        // oxlint-disable-next-line no-await-in-loop
        await sleep(POLL_MS)
      }
      throw new Error('The tasks were not done in time')
    }

    /** Counts the successful tasks, and deletes them. */
    async function succeeded(): Promise<number> {
      const filter = { state: 'succeeded', function: 'accepted' }
      const { id, total } = await alcove.api<{ id: string; total: number }>('POST', '/spaces/bench/tasks/purge', {
        filter,
      })
      for (let state = 'running'; state === 'running';) {
        // oxlint-disable-next-line no-await-in-loop -- until it is over
        await sleep(POLL_MS)
        // oxlint-disable-next-line no-await-in-loop
        ;({ state } = await alcove.api<{ state: string }>('GET', `/spaces/bench/background-actions/${id}`))
      }
      return total
    }

    await load(url, CONNECTIONS, 1000, request)
    await drained()
    await succeeded()
    await load(bare.url, CONNECTIONS, 1000)
    return async () => {
      const theirs = await load(bare.url, CONNECTIONS, milliseconds)
      const before = performance.now()
      const ours = await load(url, CONNECTIONS, milliseconds, request)
      await drained()
      const seconds = (performance.now() - before) / 1000
      const ran = await succeeded()
      if (ran < ours.answers) throw new Error(`${ours.answers} tasks were accepted, and ${ran} succeeded`)
      return {
        'async-accept': { ours: ours.requestsPerSecond, reference: 1 },
        'async-share': { ours: ours.requestsPerSecond, reference: theirs.requestsPerSecond },
        'async-drain': { ours: ran / seconds, reference: 1 },
      }
    }
  },
}
