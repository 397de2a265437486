import type { Revision } from '@alcove/contract'
import type { Instance } from '../instance/instance.ts'
import { backOffMs } from './back-off.ts'
import type { FunctionUse } from './ledger.ts'
import type { Refusal } from './refusal.ts'
import type { StartFailure } from './start-failure.ts'

export interface Waiter {
  /** Monotonic milliseconds. */
  since: number
  give(instance: Instance): void
  refuse(reason: Refusal | StartFailure): void
}

/** The instances of one revision, under one policy of its space, and the calls that wait for one. */
export class Group {
  readonly key: string
  readonly revision: Revision
  readonly use: FunctionUse
  /** Calls that one of its instances works on at a time. */
  readonly slots: number
  readonly all = new Set<Instance>()
  /** Those with a free slot, last used last: the newest serves first, so that the oldest can go. */
  free: Instance[] = []
  /** Those that are to go when they have done what they do. */
  readonly draining = new Set<Instance>()
  starting = 0
  waiting: Waiter[] = []
  typicalCallMs: number | null = null
  /** Something points at it: its minimum is to be held. */
  keepReady = false
  /** No call can name it any more: what runs or waits in it comes to its end. */
  retired = false
  /** Set while a decision is due at a later time. */
  again: NodeJS.Timeout | null = null
  /** Instances in a row that ended before they had served a call, and until when none is started for its own sake. */
  failures = 0
  notBefore = 0

  constructor(key: string, revision: Revision, use: FunctionUse, slots: number) {
    this.key = key
    this.revision = revision
    this.use = use
    this.slots = slots
  }

  /** Those on their way included. */
  get instances(): number {
    return this.all.size + this.starting
  }

  get minInstances(): number {
    return this.keepReady && !this.retired ? this.revision.scaling.minInstances : 0
  }

  get isEmpty(): boolean {
    return this.all.size + this.starting + this.waiting.length === 0
  }

  /** Instances at work. */
  get busy(): number {
    if (this.slots === 1) return this.all.size - this.free.length
    let busy = 0
    for (const instance of this.all) if (instance.leases > 0) busy += 1
    return busy
  }

  /** One with a free slot: the least loaded, and of those the one used last. */
  take(): Instance | null {
    if (this.slots === 1) {
      let instance = this.free.pop()
      while (instance !== undefined && !instance.usable) instance = this.free.pop()
      return instance ?? null
    }
    let best: Instance | null = null
    for (let at = this.free.length - 1; at >= 0; at--) {
      const instance = this.free[at]!
      if (instance.usable && (best === null || instance.leases < best.leases)) best = instance
      if (best?.leases === 0) break
    }
    if (best !== null && best.leases + 1 >= this.slots) this.drop(best)
    return best
  }

  /** Has a free slot (again). */
  offer(instance: Instance): void {
    if (this.slots > 1) this.drop(instance)
    this.free.push(instance)
  }

  drop(instance: Instance): void {
    const at = this.free.indexOf(instance)
    if (at >= 0) this.free.splice(at, 1)
  }

  /** An instance ended without having been of any use. @param now monotonic milliseconds */
  backOff(now: number): void {
    this.failures += 1
    this.notBefore = now + backOffMs(this.failures)
  }

  /** An instance has served a call and goes on. */
  recover(): void {
    this.failures = 0
    this.notBefore = 0
  }

  /** An average that follows the last twenty calls or so. */
  learn(callMs: number): void {
    this.typicalCallMs = this.typicalCallMs === null ? callMs : this.typicalCallMs * 0.95 + callMs * 0.05
  }
}

/** What instances can share: the same revision and name, built alike, and the same that its space lets it reach and keep. */
export function groupKey({ functionId, functionName, id, build, egress, storageMb }: Revision): string {
  // What failed to build may be built later.
  const built = build?.output ?? build?.error ?? ''
  return `${functionId}:${functionName}:${id}:${built}:${storageMb}:${egress.mode}:${egress.allow.join(',')}`
}
