import type { WindowedLimit } from '@alcove/contract'
import type { Platform } from '../../../kernel/platform.ts'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import { draw } from '../draw.ts'
import { CurrentWindow } from './current-window.ts'
import { UNKNOWN, type CallUse, type Gate, type QuotaRefusal } from './gate.ts'

/**
 * GB-seconds or bytes in a window. What a call used is known when it ends: it is added to the counter that all servers
 * share.
 */
export class MeasuredGate implements Gate {
  readonly #platform: Platform
  readonly #current: CurrentWindow
  /** When the counter was last read; null: not yet. */
  #left: number | null = null
  /** Used since then. */
  #pending = 0
  #adding: Promise<void> | null = null

  constructor(platform: Platform, scope: QuotaScope, limit: WindowedLimit) {
    this.#platform = platform
    this.#current = new CurrentWindow(scope, limit)
  }

  follow(scope: QuotaScope): void {
    if (this.#current.follow(scope)) this.#left = null
  }

  refusal(now: number): QuotaRefusal | null {
    this.#turn(now)
    return this.#left !== null && this.#left <= this.#pending ? this.#current.usedUp() : null
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
    this.#pending += amountOf(this.#current.limit, used)
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
    if (this.#current.turn(now)) this.#left = null
  }

  async #add(): Promise<void> {
    const { scope, limit, window } = this.#current
    const amount = this.#pending
    try {
      const { left } = await draw(this.#platform, { scope, limit, window, amount, whole: true })
      this.#pending -= amount
      if (scope === this.#current.scope && window === this.#current.window) this.#left = left
    } finally {
      this.#adding = null
    }
  }
}

function amountOf(limit: WindowedLimit, { mbMs, bytesOut, logBytes }: CallUse): number {
  if (limit.startsWith('gbSeconds')) return mbMs
  return limit === 'logMbPerDay' ? logBytes : bytesOut
}
