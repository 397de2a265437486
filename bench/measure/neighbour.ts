import { setTimeout as sleep } from 'node:timers/promises'
import { CHATTY, HOSTILE } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'
import { profileSlowest } from './where-time-goes.ts'

/** Concurrent callers of the hostile function. Each calls again at once. */
const HOSTILE_CALLERS = 16
/** The hostile function is busy this long before the first and after the last measured call. */
const MARGIN_MS = 1000

/** How a function that uses much CPU, memory and log affects a light one. */
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
      const [beside] = await Promise.all([
        sleep(MARGIN_MS).then(() => load(quiet, 1, milliseconds)),
        load(hostile, HOSTILE_CALLERS, milliseconds + 3 * MARGIN_MS),
      ])
      await profileSlowest(lab, alcove, 'neighbour alone', alone)
      await profileSlowest(lab, alcove, 'neighbour beside', beside)
      return { neighbour: { ours: beside.p99, reference: alone.p99 } }
    }
  },
}
