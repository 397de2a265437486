import type { Platform } from '../../../kernel/platform.ts'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import { leaseSlots, returnSlots } from '../lease-slots.ts'
import { nameOf } from '../scopes.ts'
import { UNKNOWN, type Gate, type QuotaRefusal } from './gate.ts'

const LEASE_MS = 15_000
/** A lease is renewed so long before it ends, and not used for the last part of it: clocks may differ. */
const RENEW_MS = 8_000
const MARGIN_MS = 2_000
/** Other servers are asked again after this long. */
const FULL_MS = 50
const RETRY_MS = 1_000

/** Calls at the same time. The server leases slots from those that all servers share. */
export class ConcurrencyGate implements Gate {
  #scope: QuotaScope
  readonly #platform: Platform
  readonly #server: string
  #slots = 0
  #inUse = 0
  /** The most in use since the last tick. */
  #peak = 0
  /** By the monotonic clock. */
  #leasedUntil = 0
  #fullUntil = 0
  #waiting = 0
  #leasing: Promise<void> | null = null

  constructor(platform: Platform, scope: QuotaScope, server: string) {
    this.#platform = platform
    this.#scope = scope
    this.#server = server
  }

  follow(scope: QuotaScope): void {
    this.#scope = scope
    this.#fullUntil = 0
  }

  refusal(now: number): QuotaRefusal | null {
    const moment = performance.now()
    return !this.#isFree(moment) && this.#isFull(moment) ? this.#refused(now) : null
  }

  take(now: number): QuotaRefusal | typeof UNKNOWN | null {
    const moment = performance.now()
    if (this.#isFree(moment)) {
      this.#inUse += 1
      if (this.#inUse > this.#peak) this.#peak = this.#inUse
      return null
    }
    return this.#isFull(moment) ? this.#refused(now) : UNKNOWN
  }

  async ask(): Promise<void> {
    this.#waiting += 1
    try {
      // Calls that ask in the same turn of the event loop share it.
      await Promise.resolve()
      await (this.#leasing ??= this.#lease(this.#inUse + this.#waiting))
    } finally {
      this.#waiting -= 1
    }
  }

  undo(): void {
    this.#inUse -= 1
  }

  end(): boolean {
    this.#inUse -= 1
    return false
  }

  async tick(): Promise<boolean> {
    const needed = this.#peak
    this.#peak = this.#inUse
    const renews = this.#slots > 0 && performance.now() > this.#leasedUntil - RENEW_MS
    if (this.#leasing === null && (needed < this.#slots || renews)) {
      // Set this first: a call that arrives during the request must ask for its own slot.
      this.#slots = needed
      await (this.#leasing = needed === 0 ? this.#return() : this.#lease(needed))
    }
    return this.#slots > 0
  }

  async close(): Promise<void> {
    this.#slots = 0
    await this.#return()
  }

  get #most(): number {
    return this.#scope.limits.concurrency!
  }

  #isFree(moment: number): boolean {
    return moment < this.#leasedUntil && this.#inUse < Math.min(this.#slots, this.#most)
  }

  #isFull(moment: number): boolean {
    return moment < this.#fullUntil || (moment < this.#leasedUntil && this.#slots >= this.#most)
  }

  #refused(now: number): QuotaRefusal {
    const reason = `${nameOf(this.#scope)} may run ${this.#most} calls at the same time. Try again when one has ended`
    return { scopeId: this.#scope.id, limit: 'concurrency', reason, resumesAt: now + RETRY_MS }
  }

  async #lease(count: number): Promise<void> {
    const limit = this.#most
    const wanted = Math.min(count, limit)
    const sentAt = performance.now()
    try {
      const lease = { scopeId: this.#scope.id, server: this.#server, wanted, limit, leaseMs: LEASE_MS }
      this.#slots = await leaseSlots(this.#platform, lease)
      this.#leasedUntil = sentAt + LEASE_MS - MARGIN_MS
      if (this.#slots < count) this.#fullUntil = performance.now() + FULL_MS
    } finally {
      this.#leasing = null
    }
  }

  async #return(): Promise<void> {
    try {
      await returnSlots(this.#platform, this.#scope.id, this.#server)
    } finally {
      this.#leasing = null
    }
  }
}
