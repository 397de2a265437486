import { performance } from 'node:perf_hooks'
import type { Instance } from '../instance/instance.ts'
import type { Departures } from './departures.ts'
import type { Groups } from './groups.ts'
import { letGo, recycledBecause } from './let-go.ts'

export interface CaretakerOptions {
  /** An instance nobody has called for so long is frozen. */
  freezeAfterMs: number
  /** An instance that has lived so long or served so often makes room for a new one. */
  maxAgeMs: number
  maxInvocations: number
}

const SWEEP_MS = 500

/** Looks after instances that nobody calls: freezes them soon and lets them go later. */
export class Caretaker {
  readonly #options: CaretakerOptions
  readonly #groups: Groups
  readonly #departures: Departures
  /** Called by the moment as long as it answers that there is something to look after. */
  readonly #alsoEachTick: (now: number) => boolean
  readonly #alsoEachSweep: () => void
  /** Idle and not yet frozen. */
  readonly #resting = new Set<Instance>()
  #ticking: NodeJS.Timeout | null = null
  readonly #sweeping: NodeJS.Timeout

  constructor(
    options: CaretakerOptions,
    groups: Groups,
    departures: Departures,
    also: { eachTick(now: number): boolean; eachSweep(): void },
  ) {
    this.#options = options
    this.#groups = groups
    this.#departures = departures
    this.#alsoEachTick = also.eachTick
    this.#alsoEachSweep = also.eachSweep
    this.#sweeping = setInterval(() => this.#sweep(), SWEEP_MS)
    this.#sweeping.unref()
  }

  /** Nobody uses it for now. Those called again within moments are never frozen. */
  rest(instance: Instance): void {
    instance.idleSince = performance.now()
    this.#resting.add(instance)
    this.arm()
  }

  wake(instance: Instance): void {
    if (instance.state === 'frozen') instance.thaw()
    else this.#resting.delete(instance)
  }

  /** Ticks until there is nothing to look after. */
  arm(): void {
    this.#ticking ??= setTimeout(() => this.#tick(), Math.max(5, this.#options.freezeAfterMs / 2)).unref()
  }

  close(): void {
    clearInterval(this.#sweeping)
    if (this.#ticking !== null) clearTimeout(this.#ticking)
  }

  #tick(): void {
    this.#ticking = null
    const now = performance.now()
    for (const instance of this.#resting) {
      if (instance.stopped || instance.leases > 0) this.#resting.delete(instance)
      else if (now - instance.idleSince >= this.#options.freezeAfterMs) {
        this.#resting.delete(instance)
        instance.freeze()
      }
    }
    const more = this.#alsoEachTick(now)
    if (more || this.#resting.size > 0) this.arm()
  }

  #sweep(): void {
    const now = performance.now()
    const { maxAgeMs, maxInvocations } = this.#options
    for (const group of this.#groups.current) {
      const idle = group.free.filter(({ leases }) => leases === 0)
      const leaving = letGo(
        idle.map(({ idleSince, bornAt, invocations }) => ({
          idleMs: now - idleSince,
          ageMs: now - bornAt,
          invocations,
        })),
        {
          instances: group.instances,
          minInstances: group.minInstances,
          idleTimeoutMs: group.revision.scaling.idleTimeoutSeconds * 1000,
          maxAgeMs,
          maxInvocations,
        },
      )
      for (const { at, reason } of leaving) {
        const instance = idle[at]!
        const detail =
          reason === 'recycled'
            ? recycledBecause(instance.invocations, now - instance.bornAt)
            : `Nobody called it for ${group.revision.scaling.idleTimeoutSeconds} s`
        this.#departures.dismiss(group, instance, reason, detail)
      }
      this.#groups.forgetIfEmpty(group)
    }
    this.#alsoEachSweep()
  }
}
