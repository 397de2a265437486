import type { Group } from './group.ts'
import type { FunctionUse } from './ledger.ts'
import type { PooledInstance } from './pooled-instance.ts'
import { cpuWeight, FULL_WEIGHT } from './rules/cpu-weight.ts'

interface Reading {
  cpuMs: number
  weight: number
}

/** Keeps functions that use much CPU from delaying those that use little. */
export class CpuBalancer<I extends PooledInstance> {
  readonly #readings = new WeakMap<I, Reading>()
  #readAt: number

  /** @param now monotonic milliseconds */
  constructor(now: number) {
    this.#readAt = now
  }

  /** Weighs every instance by what its function has used since the last time. */
  weigh(instances: Iterable<[I, Group<I>]>, now: number): void {
    const elapsed = now - this.#readAt
    this.#readAt = now
    const used = new Map<FunctionUse, number>()
    const weighed: { instance: I; use: FunctionUse; reading: Reading }[] = []
    for (const [instance, { use }] of instances) {
      const reading = this.#readings.get(instance) ?? { cpuMs: 0, weight: FULL_WEIGHT }
      const awake = instance.state === 'idle' || instance.state === 'busy'
      // A frozen instance uses nothing: its next call must not pay for what earlier calls used.
      if (!awake && (instance.state !== 'frozen' || reading.weight === FULL_WEIGHT)) continue
      const cpuMs = instance.usage.cpuNow()
      if (cpuMs === null) continue
      used.set(use, (used.get(use) ?? 0) + Math.max(0, cpuMs - reading.cpuMs))
      reading.cpuMs = cpuMs
      this.#readings.set(instance, reading)
      weighed.push({ instance, use, reading })
    }
    for (const { instance, use, reading } of weighed) {
      const weight = cpuWeight(used.get(use)! / elapsed)
      if (weight === reading.weight) continue
      reading.weight = weight
      instance.usage.setCpuWeight(weight)
    }
  }
}
