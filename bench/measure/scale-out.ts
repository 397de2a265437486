import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAlcove } from '../alcove.ts'
import { CLEAN_ENVIRONMENT } from '../child.ts'
import { holding } from '../functions.ts'
import type { Measurement } from '../measurement.ts'
import { fillUp } from './fill-up.ts'
import { processorTime, timeOfChildren } from './processor-time.ts'

const INSTANCES = 20
const HOLD_MS = 8000
const CORES = availableParallelism()

/** Instances started per second, from none, compared with how often the cores could start `node -e 0`. */
export const scaleOut: Measurement = {
  targets: ['scale-out'],
  async prepare(lab) {
    const alcove = await startAlcove(lab.own, { environment: { ALCOVE_PREWARM: '0' } })
    return async (round) => {
      const name = `burst-${round}`
      const url = await alcove.deploy(name, holding('nodejs24', HOLD_MS), { memoryMb: 128 })
      const before = processorTime(alcove.pid)
      const [milliseconds, after] = await Promise.all([
        fillUp(url, INSTANCES),
        // All instances have started, and none has responded.
        sleep(HOLD_MS / 2).then(() => processorTime(alcove.pid)),
      ])
      const distinct = (await alcove.instances(name)).length
      if (distinct < INSTANCES) throw new Error(`${INSTANCES} calls at once ran in ${distinct} instances`)
      lab.profile('scale-out, processor per instance', perInstance(before, after, milliseconds))
      return { 'scale-out': { ours: (INSTANCES / milliseconds) * 1000, reference: (CORES / timeOfNode()) * 1000 } }
    }
  },
}

/** The idle time of the cores during the starts is added. */
function perInstance<Purpose extends string>(
  before: Record<Purpose, number>,
  after: Record<Purpose, number>,
  milliseconds: number,
): Record<Purpose | 'idle', number> {
  const used = (Object.keys(after) as Purpose[]).map((purpose) => [
    purpose,
    (after[purpose] - before[purpose]) / INSTANCES,
  ])
  const parts = Object.fromEntries(used) as Record<Purpose, number>
  const sum = Object.values<number>(parts).reduce((total, part) => total + part, 0)
  return { ...parts, idle: Math.max(0, (milliseconds * CORES) / INSTANCES - sum) }
}

/** CPU time in milliseconds of one `node -e 0`. Many starts, because ticks are coarse. */
function timeOfNode(): number {
  const starts = 20
  const before = timeOfChildren(process.pid)
  for (let i = 0; i < starts; i++) spawnSync(process.execPath, ['-e', '0'], { env: CLEAN_ENVIRONMENT })
  return (timeOfChildren(process.pid) - before) / starts
}
