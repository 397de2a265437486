import { CHATTY, HOSTILE } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'

/** How many callers the hostile function has, each of whom asks again at once. */
const HOSTILE_CALLERS = 16

/** What a function that burns processor, memory and log does to one that does nothing of the kind. */
export const neighbour: Measurement = {
  targets: ['neighbour'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const milliseconds = lab.quick ? 2000 : 4000
    const quiet = await alcove.deploy('neighbour', CHATTY)
    const hostile = await alcove.deploy('hostile', HOSTILE)
    await load(quiet, 1, 1000)
    await load(hostile, HOSTILE_CALLERS, 3000)
    return async () => {
      const alone = await load(quiet, 1, milliseconds)
      const noise = load(hostile, HOSTILE_CALLERS, milliseconds + 2000)
      const beside = await load(quiet, 1, milliseconds)
      await noise
      return { neighbour: { ours: beside.p99, reference: alone.p99 } }
    }
  },
}
