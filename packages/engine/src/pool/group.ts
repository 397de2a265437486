import type { Revision } from '@alcove/contract'
import type { StartFailure } from '../instance/start-failure.ts'
import type { Timer } from './clock.ts'
import type { FunctionUse } from './ledger.ts'
import type { PooledInstance } from './pooled-instance.ts'
import type { Refusal } from './refusal.ts'
import { backOffMs } from './rules/back-off.ts'

export interface Waiter<I extends PooledInstance> {
  /** Monotonic milliseconds. */
  since: number
  accept(instance: I): void
  reject(reason: Refusal | StartFailure): void
}

/** The instances of one revision under one policy of its space, and the calls that wait for one. */
export class Group<I extends PooledInstance> {
  readonly key: string
  readonly revision: Revision
  readonly use: FunctionUse
  /** Calls that one instance runs at a time. */
  readonly slots: number
  readonly all = new Set<I>()
  /** Those with a free slot, last used last: the newest serves first, so that the oldest can expire. */
  free: I[] = []
  /** Those that end once their calls are done. */
  readonly draining = new Set<I>()
  starting = 0
  waiting: Waiter<I>[] = []
  typicalCallMs: number | null = null
  /** Whether to hold the revision's minimum: an alias, a trigger or a draft names it. */
  keepReady = false
  /** No new call can name it. Its running and waiting calls finish. */
  retired = false
  /** Set while a decision is due later. */
  recheck: Timer | null = null
  /** Instances in a row that ended before they had served a call. */
  failures = 0
  /** Until then no instance is started unless a call waits. Monotonic milliseconds. */
  notBefore = 0

  constructor(key: string, revision: Revision, use: FunctionUse, slots: number) {
    this.key = key
    this.revision = revision
    this.use = use
    this.slots = slots
  }

  /** Starting ones included, leaving ones not. */
  get instances(): number {
    return this.all.size + this.starting
  }

  get minInstances(): number {
    return this.keepReady && !this.retired ? this.revision.scaling.minInstances : 0
  }

  /** Instances that it can lose and still hold its minimum. */
  get spare(): number {
    return this.instances - this.draining.size - this.minInstances
  }

  get isEmpty(): boolean {
    return this.all.size + this.starting + this.waiting.length === 0
  }

  /** Instances that run calls. */
  get busy(): number {
    if (this.slots === 1) return this.all.size - this.free.length
    let busy = 0
    for (const instance of this.all) if (instance.leases > 0) busy += 1
    return busy
  }

  /** The least loaded instance with a free slot; among equals the one used last. */
  take(): I | null {
    if (this.slots === 1) {
      let instance = this.free.pop()
      while (instance !== undefined && !instance.usable) instance = this.free.pop()
      return instance ?? null
    }
    let best: I | null = null
    for (let at = this.free.length - 1; at >= 0; at--) {
      const instance = this.free[at]!
      if (instance.usable && (best === null || instance.leases < best.leases)) best = instance
      if (best?.leases === 0) break
    }
    if (best !== null && best.leases + 1 >= this.slots) this.removeFree(best)
    return best
  }

  addFree(instance: I): void {
    if (this.slots > 1) this.removeFree(instance)
    this.free.push(instance)
  }

  removeFree(instance: I): void {
    const at = this.free.indexOf(instance)
    if (at >= 0) this.free.splice(at, 1)
  }

  /** An instance ended before it had served a call. @param now monotonic milliseconds */
  backOff(now: number): void {
    this.failures += 1
    this.notBefore = now + backOffMs(this.failures)
  }

  /** An instance has served a call and lives on. */
  recover(): void {
    this.failures = 0
    this.notBefore = 0
  }

  /** Updates a moving average over about twenty calls. */
  recordCall(callMs: number): void {
    this.typicalCallMs = this.typicalCallMs === null ? callMs : this.typicalCallMs * 0.95 + callMs * 0.05
  }

  cancelRecheck(): void {
    this.recheck?.cancel()
    this.recheck = null
  }
}

/** Names what instances can share: revision, function name, build output, and what the space allows them to reach and store. */
export function groupKey({ functionId, functionName, id, build, egress, storageMb }: Revision): string {
  // What failed to build may be built later.
  const built = build?.output ?? build?.error ?? ''
  return `${functionId}:${functionName}:${id}:${built}:${storageMb}:${egress.mode}:${egress.allow.join(',')}`
}
