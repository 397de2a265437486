import type { Phases, Revision, StartKind } from '@alcove/contract'
import type { ServedRevision } from '../engine.ts'
import type { StartFailure } from '../instance/start-failure.ts'
import { CpuBalancer } from './cpu-balancer.ts'
import { groupKey, type Group, type Waiter } from './group.ts'
import { Groups } from './groups.ts'
import { IdleReaper, type IdleReaperOptions } from './idle-reaper.ts'
import type { PooledInstance } from './pooled-instance.ts'
import { Refusal } from './refusal.ts'
import { isWornOut, recycleReason } from './rules/find-expired.ts'
import { throttleReason } from './rules/throttle-reason.ts'
import { Scheduler, type SchedulerOptions } from './scheduler.ts'
import { Terminations } from './terminations.ts'

export interface PoolOptions<I extends PooledInstance> extends SchedulerOptions<I>, IdleReaperOptions {
  /** Calls of one revision that may wait at a time, and for how long. */
  maxWaiting: number
  maxWaitMs: number
  /** Calls that one instance of the revision runs at a time. */
  slotsOf(revision: Revision): number
  /** Called once for each instance, when nothing is left of it. */
  onEnded(instance: I): void
}

/** A slot in an instance that belongs to one call until it is released. */
export interface Lease<I extends PooledInstance> {
  group: Group<I>
  instance: I
  start: StartKind
  phases: Phases
  /** Calls of the function in flight when this one was admitted. */
  concurrency: number
}

type EndReason = 'closed' | 'replaced' | 'recycled' | 'evicted' | 'failed'

const NO_PHASES: Phases = Object.freeze({})
const REPLACED = 'No alias, trigger or draft names its revision any more, or what its space allows has changed'
const YIELDED = 'Others, who have less, needed its place'
const CROWDED = 'It had left too many ended processes that nobody waits for: a new one takes its place'
const SERVED = 'It has run its test: each has an instance of its own'
const CLOSED = 'The engine closed'
const CLOSING = 'The engine is closing'
const DIED = 'It stopped by itself'

/** Hands out slots in instances, and queues calls while there is none. */
export class Pool<I extends PooledInstance> {
  readonly #options: PoolOptions<I>
  readonly #groups: Groups<I>
  readonly #terminations: Terminations<I>
  readonly #scheduler: Scheduler<I>
  readonly #reaper: IdleReaper<I>
  readonly #balancer: CpuBalancer<I>
  #closed = false
  #closing: Promise<void> | null = null
  /** Set while closing waits for calls and instances to end. */
  #checkClosing: (() => void) | null = null

  constructor(options: PoolOptions<I>) {
    const { clock, ledger, log } = options
    this.#options = options
    this.#groups = new Groups(ledger, options.slotsOf)
    this.#balancer = new CpuBalancer(clock.now())
    this.#terminations = new Terminations({
      ledger,
      onGone: (instance, group) => this.#gone(instance, group),
      log,
    })
    this.#scheduler = new Scheduler(options, this.#groups, this.#terminations, {
      arrived: (group, instance) => this.#arrived(group, instance),
      failed: (group, failure) => this.#failed(group, failure),
    })
    this.#reaper = new IdleReaper(options, this.#groups, this.#terminations, {
      onTick: (now) => this.#rejectLate(now),
      onSweep: (now) => {
        this.#balancer.weigh(this.#scheduler.instances, now)
        this.#scheduler.schedule()
      },
    })
  }

  get instances(): Iterable<I> {
    return this.#scheduler.instances.keys()
  }

  get starting(): number {
    return this.#scheduler.starting
  }

  get counts(): { cold: number; prewarmed: number; failed: number; evicted: number } {
    return { ...this.#scheduler.counts, evicted: this.#terminations.evicted }
  }

  /** Waiting calls by function. */
  queues(now: number): { functionId: string; waiting: number; oldestMs: number }[] {
    const found = new Map<string, { functionId: string; waiting: number; oldestMs: number }>()
    for (const { use, waiting } of this.#scheduler.pending) {
      const queue = found.get(use.id) ?? { functionId: use.id, waiting: 0, oldestMs: 0 }
      queue.waiting += waiting.length
      queue.oldestMs = Math.max(queue.oldestMs, now - (waiting[0]?.since ?? now))
      found.set(use.id, queue)
    }
    return [...found.values()]
  }

  /**
   * A slot for one call, at once if one is free.
   * @throws {Refusal} when there is none in time
   * @throws {StartFailure} when the instance that was started for it failed
   */
  acquire(revision: Revision, signal: AbortSignal | undefined): Lease<I> | Promise<Lease<I>> {
    if (this.#closed) throw new Refusal('systemError', CLOSING)
    if (signal?.aborted === true) throw new Refusal('cancelled', 'The call was cancelled before it began')
    const group = this.#groups.of(revision, (outdated) => this.#retire(outdated))
    group.use.inFlight += 1
    const concurrency = group.use.inFlight
    const instance = group.waiting.length === 0 ? group.take() : null
    if (instance === null) return this.#wait(group, signal, concurrency)
    return this.#lease(group, instance, 'warm', NO_PHASES, concurrency)
  }

  release({ group, instance }: Lease<I>, callMs: number): void {
    group.use.inFlight -= 1
    instance.leases -= 1
    // An instance that ends frees no slot: nobody should wait for that in place of a start.
    if (group.revision.oneCall !== true) group.recordCall(callMs)
    if (group.failures > 0 && instance.usable) group.recover()
    this.#reuse(group, instance)
    this.#checkClosing?.()
  }

  /** Thaws an instance that has something to do without a call. It is frozen again afterwards. */
  wake(instance: I): void {
    this.#reaper.wake(instance)
  }

  /** Sets the revisions of a function that calls can name. Instances of other revisions finish their calls and end. */
  serve(functionId: string, revisions: readonly ServedRevision[]): void {
    if (this.#closed) return
    const keys = new Set(revisions.map(({ revision }) => groupKey(revision)))
    for (const group of this.#groups.current) {
      if (group.use.id === functionId && !keys.has(group.key)) this.#retire(group)
    }
    for (const { revision, keepReady } of revisions) {
      const wanted = keepReady && revision.scaling.minInstances > 0
      const group = wanted
        ? this.#groups.of(revision, (outdated) => this.#retire(outdated))
        : this.#groups.find(revision)
      if (group !== undefined) group.keepReady = keepReady
    }
    this.#scheduler.schedule()
  }

  /** Rejects waiting calls, gives running ones `graceMs`, and resolves when nothing is left. */
  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#close(graceMs)
    return this.#closing
  }

  async #close(graceMs: number): Promise<void> {
    const { clock } = this.#options
    const { instances, pending } = this.#scheduler
    this.#closed = true
    this.#scheduler.close()
    this.#reaper.close()
    for (const group of this.#groups.all()) {
      group.cancelRecheck()
      for (const waiter of group.waiting.splice(0)) waiter.reject(new Refusal('systemError', CLOSING))
    }
    pending.clear()
    let graceOver = false
    const grace = clock.after(graceMs, () => {
      graceOver = true
      this.#checkClosing?.()
    })
    await this.#until(() => graceOver || [...instances.keys()].every(({ leases }) => leases === 0))
    grace.cancel()
    for (const [instance, group] of instances) this.#terminations.terminate(group, instance, 'closed', CLOSED)
    // Instances that are still being made end as soon as they exist.
    await this.#until(() => instances.size === 0 && this.starting === 0)
  }

  #until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#checkClosing = () => {
        if (done()) resolve()
      }
      this.#checkClosing()
    })
  }

  #lease(group: Group<I>, instance: I, start: StartKind, phases: Phases, concurrency: number): Lease<I> {
    this.#reaper.willBeUsed(instance)
    instance.leases += 1
    return { group, instance, start, phases, concurrency }
  }

  /** The instance has a free slot: gives it to waiting calls, or keeps it for later ones. */
  #reuse(group: Group<I>, instance: I): void {
    if (this.#ends(group, instance)) return
    if (group.waiting.length > 0) {
      while (group.waiting.length > 0 && instance.leases < group.slots) group.waiting.shift()!.accept(instance)
      if (group.waiting.length === 0) this.#scheduler.pending.delete(group)
    }
    if (instance.leases >= group.slots) return
    group.addFree(instance)
    if (instance.leases > 0) return
    this.#reaper.becameIdle(instance)
    if (this.#scheduler.pending.size > 0) this.#scheduler.schedule()
  }

  /** Whether the instance takes no more calls. It ends once the last of its calls is done. */
  #ends(group: Group<I>, instance: I): boolean {
    const { invocations, createdAt } = instance
    const ageMs = this.#options.clock.now() - createdAt
    const end = (reason: EndReason, detail: string): true => {
      if (instance.leases === 0) this.#terminate(group, instance, reason, detail)
      else this.#terminations.drain(group, instance)
      return true
    }
    if (!instance.usable) return end('failed', DIED)
    if (this.#closed) return end('closed', CLOSED)
    if (group.revision.oneCall === true && invocations > 0) return end('recycled', SERVED)
    if (group.retired && group.waiting.length === 0) return end('replaced', REPLACED)
    if (isWornOut({ invocations, ageMs }, this.#options)) return end('recycled', recycleReason(invocations, ageMs))
    if (instance.usage.crowded) return end('recycled', CROWDED)
    if (group.draining.has(instance)) {
      if (group.spare >= 0) return end('evicted', YIELDED)
      // Others have ended since: the group needs it to hold its minimum.
      this.#terminations.keep(group, instance)
    }
    // A new instance first serves a call that waited for it: its start must not have been for nothing.
    const fresh = invocations === 0 && group.waiting.length > 0
    if (!fresh && this.#scheduler.yields(group)) return end('evicted', YIELDED)
    return false
  }

  #terminate(group: Group<I>, instance: I, reason: EndReason, detail: string): void {
    this.#terminations.terminate(group, instance, reason, detail)
    // Waiting calls may start another one now, and a demand that this one made room for must not make another one yield.
    if (this.#scheduler.pending.size > 0) this.#scheduler.schedule()
  }

  #retire(group: Group<I>): void {
    this.#groups.retire(group)
    if (group.waiting.length === 0) {
      for (const instance of group.all) {
        if (instance.leases === 0) this.#terminations.terminate(group, instance, 'replaced', REPLACED)
        else this.#terminations.drain(group, instance)
      }
    }
    this.#groups.forgetIfEmpty(group)
  }

  #wait(group: Group<I>, signal: AbortSignal | undefined, concurrency: number): Promise<Lease<I>> {
    const { clock, maxWaiting } = this.#options
    const { pending } = this.#scheduler
    if (group.waiting.length >= maxWaiting) {
      group.use.inFlight -= 1
      throw new Refusal('throttled', `${maxWaiting} calls of this revision are waiting already`)
    }
    return new Promise((resolve, reject) => {
      const cancel = () => {
        group.waiting = group.waiting.filter((other) => other !== waiter)
        if (group.waiting.length === 0) pending.delete(group)
        waiter.reject(new Refusal('cancelled', 'The call was cancelled while it waited for an instance'))
      }
      const since = clock.now()
      const waiter: Waiter<I> = {
        since,
        accept: (instance) => {
          signal?.removeEventListener('abort', cancel)
          const fresh = instance.invocations === 0 && instance.leases === 0
          const phases: Phases = fresh ? { ...instance.startPhases } : {}
          phases.queue = Math.max(0, clock.now() - since - (fresh ? instance.startMs : 0))
          resolve(this.#lease(group, instance, fresh ? instance.start : 'warm', phases, concurrency))
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', cancel)
          group.use.inFlight -= 1
          reject(reason)
          this.#groups.forgetIfEmpty(group)
        },
      }
      signal?.addEventListener('abort', cancel, { once: true })
      group.waiting.push(waiter)
      pending.add(group)
      this.#reaper.startTicking()
      this.#scheduler.schedule(group)
    })
  }

  /** @returns whether any call still waits */
  #rejectLate(now: number): boolean {
    const { pending } = this.#scheduler
    for (const group of pending) {
      // The oldest calls get the slots of the instances that are starting, and starts are bounded by themselves.
      const expected = group.starting * group.slots
      for (;;) {
        const late = group.waiting[expected]
        if (late === undefined || now - late.since < this.#options.maxWaitMs) break
        group.waiting.splice(expected, 1)
        late.reject(new Refusal('throttled', this.#throttleReason(group, now - late.since)))
      }
      if (group.waiting.length === 0) pending.delete(group)
    }
    return pending.size > 0
  }

  #throttleReason(group: Group<I>, waitedMs: number): string {
    const { ledger, maxInstances, memoryBudgetMb } = this.#options
    return throttleReason({
      waitedMs,
      instances: group.instances,
      maxInstances: group.revision.scaling.maxInstances,
      slots: group.slots,
      nodeInstances: ledger.instances,
      maxNodeInstances: maxInstances,
      freeMb: this.#scheduler.availableMb(group),
      memoryMb: group.revision.memoryMb,
      memoryBudgetMb,
    })
  }

  #arrived(group: Group<I>, instance: I): void {
    group.all.add(instance)
    // Nothing else notices when it dies while it is idle.
    void instance.unusable.then(() => {
      group.removeFree(instance)
      if (!instance.stopped && instance.invocations === 0) group.backOff(this.#options.clock.now())
      if (instance.leases === 0) this.#terminate(group, instance, 'failed', DIED)
    })
    this.#reuse(group, instance)
  }

  /** The next start would fail in the same way: every waiting call fails now rather than one after the other. */
  #failed(group: Group<I>, failure: StartFailure): void {
    this.#scheduler.pending.delete(group)
    for (const waiter of group.waiting.splice(0)) waiter.reject(failure)
    this.#groups.forgetIfEmpty(group)
    this.#scheduler.schedule()
    this.#checkClosing?.()
  }

  #gone(instance: I, group: Group<I>): void {
    this.#scheduler.instances.delete(instance)
    this.#groups.forgetIfEmpty(group)
    this.#options.onEnded(instance)
    this.#scheduler.schedule()
    this.#checkClosing?.()
  }
}
