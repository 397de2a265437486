import { existsSync, readFileSync } from 'node:fs'
import { startAlcove } from '../alcove.ts'
import { cgroupName } from '../cgroup.ts'
import { holding } from '../functions.ts'
import type { Measurement, Pairs } from '../measurement.ts'
import { readyRuntimes } from '../ready-runtimes.ts'
import { until } from '../until.ts'
import { fillUp } from './fill-up.ts'
import { MIB, residentBare } from './memory.ts'

const INSTANCES = 50
/** Long enough to start the last instance before the first call ends. */
const HOLD_MS: Record<string, number> = { nodejs24: 12_000, python3: 12_000, java17: 45_000 }

/** Memory that the kernel charges to all instances, shared pages counted once, per instance. */
export const idleMemory: Measurement = {
  targets: ['idle-memory'],
  rounds: 1,
  async prepare(lab) {
    const probe = await lab.alcove()
    const runtimes = await readyRuntimes(probe, lab.own)
    return async () => {
      const pairs: Pairs = {}
      for (const { runtime, variant, bare } of runtimes) {
        const own = lab.own.use(new AsyncDisposableStack())
        const alcove = await startAlcove(own, { environment: { ALCOVE_PREWARM: '0' } })
        const url = await alcove.deploy('idle', holding(runtime, HOLD_MS[runtime]!), {
          memoryMb: 128,
          timeoutSeconds: 120,
          scaling: { maxInstances: INSTANCES },
        })
        await fillUp(url, INSTANCES)
        const instances = () => alcove.instances('idle')
        await until('all are frozen', async () => (await instances()).every(({ state }) => state === 'frozen'))
        const idle = (await instances()).length
        if (idle < INSTANCES) throw new Error(`${INSTANCES} ${runtime} calls at once left ${idle} instances`)
        pairs[`idle-memory${variant}`] = {
          ours: chargedTo(alcove.home) / idle / MIB,
          reference: (await residentBare(bare)) / MIB,
        }
        await own.disposeAsync()
      }
      return pairs
    }
  },
}

/** Bytes charged to the engine's cgroup. */
function chargedTo(home: string): number {
  const group = cgroupName(home)
  const file = [`/sys/fs/cgroup/memory/${group}/memory.usage_in_bytes`, `/sys/fs/cgroup/${group}/memory.current`].find(
    (path) => existsSync(path),
  )
  if (file === undefined) throw new Error(`The engine has no memory cgroup called ${group}`)
  return Number(readFileSync(file, 'utf8'))
}
