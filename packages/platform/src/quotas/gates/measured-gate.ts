import type { WindowedLimit } from '@alcove/contract'
import type { Platform } from '../../kernel/platform.ts'
import type { QuotaScope } from '../../targets/function-route.ts'
import { draw } from '../draw.ts'
import { windowOf, type Window } from '../windows.ts'
import { UNKNOWN, type CallUse, type Gate, type QuotaRefusal } from './gate.ts'
import { usedUp } from './used-up.ts'

/**
 * GB-seconds or bytes in a window. What a call used is known when it ends: it is added to the counter that all servers
 * share.
 */
export class MeasuredGate implements Gate {
  #scope: QuotaScope
  readonly #limit: WindowedLimit
  readonly #platform: Platform
  #window: Window = { startsAt: 0, endsAt: 0 }
  /** When the counter was last read; null: not yet. */
  #left: number | null = null
  /** Used since then. */
  #pending = 0
  #adding: Promise<void> | null = null

  constructor(platform: Platform, scope: QuotaScope, limit: WindowedLimit) {
    this.#platform = platform
    this.#scope = scope
    this.#limit = limit
  }

  follow(scope: QuotaScope): void {
    const { epoch, limits } = this.#scope
    if (epoch !== scope.epoch || limits[this.#limit] !== scope.limits[this.#limit]) this.#left = null
    this.#scope = scope
  }

  refusal(now: number): QuotaRefusal | null {
    this.#turn(now)
    return this.#left !== null && this.#left <= this.#pending
      ? usedUp(this.#scope, this.#limit, this.#window.endsAt)
      : null
  }

  take(now: number): QuotaRefusal | typeof UNKNOWN | null {
    this.#turn(now)
    return this.#left === null ? UNKNOWN : this.refusal(now)
  }

  ask(): Promise<void> {
    return (this.#adding ??= this.#add())
  }

  undo(): void {}

  end(used: CallUse): boolean {
    const first = this.#pending === 0
    this.#pending += amountOf(this.#limit, used)
    return first && this.#pending > 0
  }

  async tick(now: number): Promise<boolean> {
    this.#turn(now)
    if (this.#pending > 0) await this.ask()
    return this.#pending > 0
  }

  async close(): Promise<void> {
    if (this.#pending > 0) await this.ask()
  }

  #turn(now: number): void {
    if (now >= this.#window.startsAt && now < this.#window.endsAt) return
    this.#window = windowOf(this.#limit, now)
    this.#left = null
  }

  async #add(): Promise<void> {
    const [scope, window, amount] = [this.#scope, this.#window, this.#pending]
    try {
      const { left } = await draw(this.#platform, { scope, limit: this.#limit, window, amount, whole: true })
      this.#pending -= amount
      if (scope === this.#scope && window === this.#window) this.#left = left
    } finally {
      this.#adding = null
    }
  }
}

function amountOf(limit: WindowedLimit, { mbMs, bytesOut, logBytes }: CallUse): number {
  if (limit.startsWith('gbSeconds')) return mbMs
  return limit === 'logMbPerDay' ? logBytes : bytesOut
}
