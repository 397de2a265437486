import { setTimeout as sleep } from 'node:timers/promises'
import { startAlcove, type Alcove } from '../alcove.ts'
import { firstAnswer } from '../first-answer.ts'
import { freePort } from '../free-port.ts'
import { quietIn } from '../functions.ts'
import { inspect } from '../inspector.ts'
import type { Measurement } from '../measurement.ts'
import { until } from '../until.ts'
import { MIB, residentBare, residentOf } from './memory.ts'

const FUNCTIONS = 1_000
/** Calls before the first reading, so that one-time code and pools are not counted. */
const BEFORE = 50
const AT_ONCE = 4

/** Memory that Alcove's process still holds for functions that were called and have no instance any more. */
export const zeroMemory: Measurement = {
  targets: ['zero-memory'],
  rounds: 1,
  async prepare(lab) {
    const inspectorPort = await freePort()
    const alcove = await startAlcove(lab.own, { nodeOptions: [`--inspect=127.0.0.1:${inspectorPort}`] })
    const functions = lab.quick ? FUNCTIONS / 10 : FUNCTIONS
    return async () => {
      await callOnce(alcove, 0, BEFORE)
      const before = await settled(alcove, inspectorPort)
      await callOnce(alcove, BEFORE, BEFORE + functions)
      const grown = Math.max(0, (await settled(alcove, inspectorPort)) - before)
      return {
        'zero-memory': {
          ours: ((grown / MIB) * FUNCTIONS) / functions,
          reference: (await residentBare()) / MIB,
        },
      }
    }
  },
}

async function callOnce(alcove: Alcove, from: number, to: number): Promise<void> {
  let next = from
  const worker = async () => {
    while (next < to) {
      const name = `zero-${next++}`
      const scaling = { idleTimeoutSeconds: 1 }
      await firstAnswer(await alcove.deploy(name, quietIn('nodejs24', name), { memoryMb: 128, scaling }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Resident bytes once all instances have ended and garbage is collected. */
async function settled(alcove: Alcove, inspectorPort: number): Promise<number> {
  await until('no instance is left', async () => (await alcove.engine()).instances === 0)
  await sleep(2_000)
  using inspector = await inspect(inspectorPort)
  // Twice, because finalizers free more.
  for (const _ of [1, 2]) await inspector.ask('HeapProfiler.collectGarbage')
  return residentOf(alcove.pid)
}
