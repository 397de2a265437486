import type { WindowedLimit } from '@alcove/contract'
import type { Platform } from '../../../kernel/platform.ts'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import { draw, giveBack } from '../draw.ts'
import { CurrentWindow } from './current-window.ts'
import { UNKNOWN, type Gate, type QuotaRefusal } from './gate.ts'

/** The largest batch, as a share of the limit. A server that is killed loses one and a half at most. */
const SHARE = 1 / 400
/** Smaller batches are not fetched ahead of need. */
const AHEAD_FROM = 8
/** A transaction costs the same for one call as for thousands: batches grow until they last this long. */
const BUSY_MS = 500
const IDLE_MS = 1_000

/** Executions in a window. The server draws batches from the counter that all share, larger ones the faster calls come. */
export class ExecutionsGate implements Gate {
  readonly #platform: Platform
  readonly #current: CurrentWindow
  #available = 0
  #usedUp = false
  #batch = 1
  #drawnAt = 0
  #takenAt = 0
  #waiting = 0
  #drawing: Promise<void> | null = null

  constructor(platform: Platform, scope: QuotaScope, limit: WindowedLimit) {
    this.#platform = platform
    this.#current = new CurrentWindow(scope, limit)
  }

  follow(scope: QuotaScope): void {
    if (this.#current.follow(scope)) this.#usedUp = false
  }

  refusal(now: number): QuotaRefusal | null {
    this.#turn(now)
    return this.#usedUp && this.#available === 0 ? this.#current.usedUp() : null
  }

  take(now: number): QuotaRefusal | typeof UNKNOWN | null {
    this.#turn(now)
    if (this.#available > 0) {
      this.#available -= 1
      this.#takenAt = now
      if (this.#batch >= AHEAD_FROM && this.#available * 2 < this.#batch && !this.#usedUp) this.#drawAhead()
      return null
    }
    return this.#usedUp ? this.#current.usedUp() : UNKNOWN
  }

  async ask(): Promise<void> {
    this.#waiting += 1
    try {
      await (this.#drawing ??= this.#draw())
    } finally {
      this.#waiting -= 1
    }
  }

  undo(): void {
    this.#available += 1
  }

  end(): boolean {
    return false
  }

  async tick(now: number): Promise<boolean> {
    this.#turn(now)
    if (now - this.#takenAt >= IDLE_MS) await this.close()
    return this.#available > 0
  }

  async close(): Promise<void> {
    const amount = this.#available
    if (amount === 0) return
    this.#available = 0
    const { scope, limit, window } = this.#current
    await giveBack(this.#platform, { scope, limit, window, amount })
  }

  /** Executions that are left at the end of a window end with it. */
  #turn(now: number): void {
    if (!this.#current.turn(now)) return
    this.#available = 0
    this.#usedUp = false
  }

  #drawAhead(): void {
    // The next call that finds nothing asks again, and gets the error.
    this.#drawing ??= this.#draw().catch(() => {})
  }

  async #draw(): Promise<void> {
    // Calls that ask in the same turn of the event loop share it.
    await Promise.resolve()
    const { scope, limit, window } = this.#current
    const now = this.#platform.clock.now()
    const most = Math.max(1, Math.floor(scope.limits[limit]! * SHARE))
    const pause = now - this.#drawnAt
    const size = pause < BUSY_MS ? this.#batch * 2 : pause < IDLE_MS ? this.#batch : Math.ceil(this.#batch / 2)
    this.#batch = Math.min(size, most)
    this.#drawnAt = now
    try {
      const amount = Math.max(this.#batch, this.#waiting)
      const drawn = await draw(this.#platform, { scope, limit, window, amount, whole: false })
      if (window !== this.#current.window) return
      this.#available += drawn.amount
      this.#takenAt = now
      // Skip if somebody changed the limit in the meantime.
      if (scope === this.#current.scope) this.#usedUp = drawn.left === 0
    } finally {
      this.#drawing = null
    }
  }
}
