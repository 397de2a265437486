import { performance } from 'node:perf_hooks'
import type { Instance } from '../instance/instance.ts'
import type { Group } from './group.ts'
import type { FunctionUse } from './ledger.ts'
import { FULL_WEIGHT, weightFor } from './weights.ts'

interface Reading {
  cpuMs: number
  weight: number
}

/** Keeps functions that use much of the processors from delaying those that use little. */
export class Balance {
  readonly #readings = new WeakMap<Instance, Reading>()
  #readAt = performance.now()

  /** Weighs every instance by what its function used since the last time. */
  weigh(instances: Iterable<[Instance, Group]>, now: number): void {
    const elapsed = now - this.#readAt
    this.#readAt = now
    const used = new Map<FunctionUse, number>()
    const weighed: { instance: Instance; use: FunctionUse; reading: Reading }[] = []
    for (const [instance, { use }] of instances) {
      const reading = this.#readings.get(instance) ?? { cpuMs: 0, weight: FULL_WEIGHT }
      const awake = instance.state === 'idle' || instance.state === 'busy'
      // One that was frozen uses nothing: its next call must not pay for what calls long ago have used.
      if (!awake && (instance.state !== 'frozen' || reading.weight === FULL_WEIGHT)) continue
      const cpuMs = instance.usage.cpuNow()
      if (cpuMs === null) continue
      used.set(use, (used.get(use) ?? 0) + Math.max(0, cpuMs - reading.cpuMs))
      reading.cpuMs = cpuMs
      this.#readings.set(instance, reading)
      weighed.push({ instance, use, reading })
    }
    for (const { instance, use, reading } of weighed) {
      const weight = weightFor(used.get(use)! / elapsed)
      if (weight === reading.weight) continue
      reading.weight = weight
      instance.usage.weigh(weight)
    }
  }
}
