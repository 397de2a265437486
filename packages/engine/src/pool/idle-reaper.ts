import type { Clock, Timer } from './clock.ts'
import type { Groups } from './groups.ts'
import type { PooledInstance } from './pooled-instance.ts'
import { findExpired, recycleReason } from './rules/find-expired.ts'
import type { Terminations } from './terminations.ts'

export interface IdleReaperOptions {
  clock: Clock
  /** An instance without calls for this long is frozen. */
  freezeAfterMs: number
  /** An instance that reaches this age or this many calls is replaced. */
  maxAgeMs: number
  maxInvocations: number
}

const SWEEP_MS = 500

/** Freezes idle instances, and ends them when they have expired. */
export class IdleReaper<I extends PooledInstance> {
  readonly #options: IdleReaperOptions
  readonly #groups: Groups<I>
  readonly #terminations: Terminations<I>
  readonly #hooks: Hooks
  /** Idle and not yet frozen. */
  readonly #unfrozen = new Set<I>()
  #ticking: Timer | null = null
  readonly #sweeping: Timer

  constructor(options: IdleReaperOptions, groups: Groups<I>, terminations: Terminations<I>, hooks: Hooks) {
    this.#options = options
    this.#groups = groups
    this.#terminations = terminations
    this.#hooks = hooks
    this.#sweeping = options.clock.every(SWEEP_MS, () => this.#sweep())
  }

  /** An instance called again before the next ticks is never frozen. */
  becameIdle(instance: I): void {
    instance.idleSince = this.#options.clock.now()
    this.#unfrozen.add(instance)
    this.startTicking()
  }

  willBeUsed(instance: I): void {
    if (instance.state === 'frozen') instance.thaw()
    else this.#unfrozen.delete(instance)
  }

  /** Thaws an instance that has something to do. */
  wake(instance: I): void {
    if (instance.state !== 'frozen' || !instance.settingUp) return
    instance.thaw()
    this.#unfrozen.add(instance)
    this.startTicking()
  }

  /** Ticks until there is nothing left to freeze and `onTick` returns false. */
  startTicking(): void {
    const { clock, freezeAfterMs } = this.#options
    this.#ticking ??= clock.after(Math.max(5, freezeAfterMs / 2), () => this.#tick())
  }

  close(): void {
    this.#sweeping.cancel()
    this.#ticking?.cancel()
  }

  #tick(): void {
    this.#ticking = null
    const { clock, freezeAfterMs } = this.#options
    const now = clock.now()
    for (const instance of this.#unfrozen) {
      if (instance.stopped || instance.leases > 0) this.#unfrozen.delete(instance)
      else if (now - instance.idleSince >= freezeAfterMs && !instance.settingUp) {
        this.#unfrozen.delete(instance)
        instance.freeze()
      }
    }
    const more = this.#hooks.onTick(now)
    if (more || this.#unfrozen.size > 0) this.startTicking()
  }

  #sweep(): void {
    const now = this.#options.clock.now()
    const { maxAgeMs, maxInvocations } = this.#options
    for (const group of this.#groups.current) {
      const idle = group.free.filter(({ leases }) => leases === 0)
      const { idleTimeoutSeconds } = group.revision.scaling
      const expired = findExpired(
        idle.map(({ idleSince, createdAt, invocations }) => ({
          idleMs: now - idleSince,
          ageMs: now - createdAt,
          invocations,
        })),
        {
          instances: group.instances - group.draining.size,
          minInstances: group.minInstances,
          idleTimeoutMs: idleTimeoutSeconds * 1000,
          maxAgeMs,
          maxInvocations,
        },
      )
      for (const { at, reason } of expired) {
        const instance = idle[at]!
        const detail =
          reason === 'recycled'
            ? recycleReason(instance.invocations, now - instance.createdAt)
            : `Nobody called it for ${idleTimeoutSeconds} s`
        this.#terminations.terminate(group, instance, reason, detail)
      }
      this.#groups.forgetIfEmpty(group)
    }
    this.#hooks.onSweep(now)
  }
}

interface Hooks {
  /** @returns whether to tick again */
  onTick(now: number): boolean
  onSweep(now: number): void
}
