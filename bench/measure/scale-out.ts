import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { startAlcove } from '../alcove.ts'
import { CLEAN_ENVIRONMENT } from '../child.ts'
import { holding } from '../functions.ts'
import type { Measurement } from '../measurement.ts'
import { fillUp } from './fill-up.ts'

const INSTANCES = 20
const TICKS_PER_SECOND = 100

/** Instances per second from none to many, against how often the machine's cores could start `node -e 0`. */
export const scaleOut: Measurement = {
  targets: ['scale-out'],
  async prepare(lab) {
    const alcove = lab.own.use(await startAlcove({ environment: { ALCOVE_PREWARM: '0' } }))
    return async (round) => {
      const name = `burst-${round}`
      const url = await alcove.deploy(name, holding('nodejs24', 8000), { memoryMb: 128 })
      const seconds = (await fillUp(url, INSTANCES)) / 1000
      const distinct = (await alcove.instances(name)).length
      if (distinct < INSTANCES) throw new Error(`${INSTANCES} calls at once ran in ${distinct} instances`)
      return { 'scale-out': { ours: INSTANCES / seconds, reference: availableParallelism() / cpuSecondsOfNode() } }
    }
  },
}

/** Ticks are coarse: hence many starts. */
function cpuSecondsOfNode(): number {
  const starts = 20
  const before = ticksOfChildren()
  for (let i = 0; i < starts; i++) spawnSync(process.execPath, ['-e', '0'], { env: CLEAN_ENVIRONMENT })
  return (ticksOfChildren() - before) / TICKS_PER_SECOND / starts
}

function ticksOfChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  return fields[13]! + fields[14]!
}
