import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAlcove, type Alcove } from '../alcove.ts'
import { holding } from '../functions.ts'
import type { Measurement, Pairs } from '../measurement.ts'
import { readyRuntimes } from '../ready-runtimes.ts'
import { fillUp } from './fill-up.ts'
import { MIB, residentBare } from './memory.ts'

const INSTANCES = 50
/** Long enough for the last of them to start before the first one is free again. */
const HOLD_MS: Record<string, number> = { nodejs24: 12_000, python3: 12_000, java17: 45_000 }

/** What the kernel charges to all instances, pages that they share counted once, per instance. */
export const idleMemory: Measurement = {
  targets: ['idle-memory'],
  rounds: 1,
  async prepare(lab) {
    const probe = await lab.alcove()
    const runtimes = await readyRuntimes(probe, lab.own)
    return async () => {
      const pairs: Pairs = {}
      for (const { runtime, bare } of runtimes) {
        await using alcove = await startAlcove({ environment: { ALCOVE_PREWARM: '0' } })
        const url = await alcove.deploy('idle', holding(runtime, HOLD_MS[runtime]!), {
          memoryMb: 128,
          timeoutSeconds: 120,
          scaling: { maxInstances: INSTANCES },
        })
        await fillUp(url, INSTANCES)
        const instances = await untilFrozen(alcove)
        if (instances < INSTANCES) throw new Error(`${INSTANCES} ${runtime} calls at once took ${instances} instances`)
        const variant = runtime === 'nodejs24' ? '' : (` (${runtime})` as const)
        pairs[`idle-memory${variant}`] = {
          ours: chargedTo(alcove.home) / instances / MIB,
          reference: (await residentBare(bare)) / MIB,
        }
      }
      return pairs
    }
  },
}

async function untilFrozen(alcove: Alcove): Promise<number> {
  for (;;) {
    const instances = await alcove.instances('idle')
    if (instances.every(({ state }) => state === 'frozen')) return instances.length
    await sleep(200)
  }
}

/** Bytes on the account of the engine's own cgroup, which is named by a hash of its folder. */
function chargedTo(home: string): number {
  const folder = join(realpathSync(home), 'engine')
  const group = `alcove-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
  const file = [`/sys/fs/cgroup/memory/${group}/memory.usage_in_bytes`, `/sys/fs/cgroup/${group}/memory.current`].find(
    (path) => existsSync(path),
  )
  if (file === undefined) throw new Error(`The engine has no memory cgroup called ${group}`)
  return Number(readFileSync(file, 'utf8'))
}
