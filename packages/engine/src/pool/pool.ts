import { performance } from 'node:perf_hooks'
import type { Phases, Revision, StartKind } from '@alcove/contract'
import type { ServedRevision } from '../engine.ts'
import type { Instance } from '../instance/instance.ts'
import { Balance } from './balance.ts'
import { Caretaker, type CaretakerOptions } from './caretaker.ts'
import { Departures } from './departures.ts'
import { groupKey, type Group, type Waiter } from './group.ts'
import { Groups } from './groups.ts'
import { isWornOut, recycledBecause } from './let-go.ts'
import { Refusal } from './refusal.ts'
import { Scheduler, type SchedulerOptions } from './scheduler.ts'
import type { StartFailure } from './start-failure.ts'
import { whyNone } from './why-none.ts'

export interface PoolOptions extends SchedulerOptions, CaretakerOptions {
  /** Calls of one revision that may wait at a time, and how long. */
  maxWaiting: number
  maxWaitMs: number
  /** Calls that one instance of the revision works on at a time. */
  slotsOf(revision: Revision): number
  /** Called once for each instance, when nothing is left of it. */
  onEnded(instance: Instance): void
}

/** A place in an instance that is one call's alone until it is given back. */
export interface Lease {
  group: Group
  instance: Instance
  start: StartKind
  phases: Phases
  /** Calls of the function in flight when this one was admitted. */
  concurrency: number
}

const NO_PHASES: Phases = Object.freeze({})
const REPLACED = 'No alias, trigger or draft names its revision any more, or what its space allows has changed'
const YIELDED = 'Others, who have less, needed its place'
const CLOSED = 'The engine closed'

/** Hands out places in instances, and keeps calls waiting where there is none. */
export class Pool {
  readonly #options: PoolOptions
  readonly #groups: Groups
  readonly #departures: Departures
  readonly #scheduler: Scheduler
  readonly #caretaker: Caretaker
  readonly #balance = new Balance()
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#groups = new Groups(options.ledger, options.slotsOf)
    this.#departures = new Departures({ onGone: (instance, group) => this.#gone(instance, group), log: options.log })
    this.#scheduler = new Scheduler(options, this.#groups, this.#departures, {
      arrived: (group, instance) => this.#arrived(group, instance),
      failed: (group, failure) => this.#failed(group, failure),
    })
    this.#caretaker = new Caretaker(options, this.#groups, this.#departures, {
      eachTick: (now) => this.#refuseLate(now),
      eachSweep: () => {
        this.#balance.weigh(this.#scheduler.instances, performance.now())
        this.#scheduler.schedule()
      },
    })
  }

  get instances(): Iterable<Instance> {
    return this.#scheduler.instances.keys()
  }

  get starting(): number {
    return this.#scheduler.starting
  }

  get counts(): { cold: number; prewarmed: number; failed: number; evicted: number } {
    return { ...this.#scheduler.counts, evicted: this.#departures.evicted }
  }

  /** Calls that wait, by function. */
  queues(now: number): { functionId: string; waiting: number; oldestMs: number }[] {
    const found = new Map<string, { functionId: string; waiting: number; oldestMs: number }>()
    for (const { use, waiting } of this.#scheduler.needy) {
      const queue = found.get(use.id) ?? { functionId: use.id, waiting: 0, oldestMs: 0 }
      queue.waiting += waiting.length
      queue.oldestMs = Math.max(queue.oldestMs, now - (waiting[0]?.since ?? now))
      found.set(use.id, queue)
    }
    return [...found.values()]
  }

  /**
   * A place in an instance for one call, at once when one is free.
   * @throws {Refusal} when there is none in time
   * @throws {StartFailure} when the one started for it did not come up
   */
  acquire(revision: Revision, signal: AbortSignal | undefined): Lease | Promise<Lease> {
    if (this.#closed) throw new Refusal('systemError', CLOSING)
    if (signal?.aborted === true) throw new Refusal('cancelled', 'The call was cancelled before it began')
    const group = this.#groups.of(revision, (outdated) => this.#retire(outdated))
    group.use.inFlight += 1
    const concurrency = group.use.inFlight
    const instance = group.waiting.length === 0 ? group.take() : null
    if (instance === null) return this.#wait(group, signal, concurrency)
    return this.#lease(group, instance, 'warm', NO_PHASES, concurrency)
  }

  release({ group, instance }: Lease, callMs: number): void {
    group.use.inFlight -= 1
    instance.leases -= 1
    group.learn(callMs)
    if (group.failures > 0 && instance.usable) group.recover()
    this.#giveBack(group, instance)
  }

  /** Says which revisions of a function calls can name: the others' instances finish what they do and go. */
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

  async close(graceMs: number): Promise<void> {
    this.#closed = true
    this.#scheduler.close()
    this.#caretaker.close()
    for (const group of this.#groups.all()) {
      if (group.again !== null) clearTimeout(group.again)
      for (const waiter of group.waiting.splice(0)) waiter.refuse(new Refusal('systemError', CLOSING))
    }
    const until = performance.now() + graceMs
    const working = () => [...this.instances].some(({ leases }) => leases > 0)
    while (performance.now() < until && working()) await pause()
    // What is still being made arrives, finds the pool closed and goes too.
    while (this.#scheduler.instances.size > 0 || this.starting > 0) {
      for (const [instance, group] of this.#scheduler.instances) {
        this.#departures.dismiss(group, instance, 'closed', CLOSED)
      }
      await pause()
    }
    await this.#departures.settled()
  }

  #lease(group: Group, instance: Instance, start: StartKind, phases: Phases, concurrency: number): Lease {
    this.#caretaker.wake(instance)
    instance.leases += 1
    return { group, instance, start, phases, concurrency }
  }

  #giveBack(group: Group, instance: Instance): void {
    if (this.#sentAway(group, instance)) return
    if (group.waiting.length > 0) {
      while (group.waiting.length > 0 && instance.leases < group.slots) group.waiting.shift()!.give(instance)
      if (group.waiting.length === 0) this.#scheduler.needy.delete(group)
    }
    if (instance.leases >= group.slots) return
    group.offer(instance)
    if (instance.leases > 0) return
    this.#caretaker.rest(instance)
    if (this.#scheduler.needy.size > 0) this.#scheduler.schedule()
  }

  /** Whether it takes no more calls. It goes when the last of those it has is done. */
  #sentAway(group: Group, instance: Instance): boolean {
    const { invocations, bornAt } = instance
    const ageMs = performance.now() - bornAt
    const leave = (reason: 'closed' | 'replaced' | 'recycled' | 'evicted', detail: string): true => {
      if (instance.leases === 0) this.#departures.dismiss(group, instance, reason, detail)
      else this.#drain(group, instance)
      return true
    }
    if (!instance.usable || this.#closed) return leave('closed', CLOSED)
    if (group.retired && group.waiting.length === 0) return leave('replaced', REPLACED)
    if (isWornOut({ invocations, ageMs }, this.#options)) return leave('recycled', recycledBecause(invocations, ageMs))
    if (group.draining.has(instance) || this.#scheduler.yields(group)) return leave('evicted', YIELDED)
    return false
  }

  #drain(group: Group, instance: Instance): void {
    group.draining.add(instance)
    group.drop(instance)
  }

  #retire(group: Group): void {
    this.#groups.retire(group)
    if (group.waiting.length === 0) {
      for (const instance of group.all) {
        if (instance.leases === 0) this.#departures.dismiss(group, instance, 'replaced', REPLACED)
        else this.#drain(group, instance)
      }
    }
    this.#groups.forgetIfEmpty(group)
  }

  #wait(group: Group, signal: AbortSignal | undefined, concurrency: number): Promise<Lease> {
    const { maxWaiting } = this.#options
    const { needy } = this.#scheduler
    if (group.waiting.length >= maxWaiting) {
      group.use.inFlight -= 1
      throw new Refusal('throttled', `${maxWaiting} calls of this revision are waiting already`)
    }
    return new Promise((resolve, reject) => {
      const cancel = () => {
        group.waiting = group.waiting.filter((other) => other !== waiter)
        if (group.waiting.length === 0) needy.delete(group)
        waiter.refuse(new Refusal('cancelled', 'The call was cancelled while it waited for an instance'))
      }
      const since = performance.now()
      const waiter: Waiter = {
        since,
        give: (instance) => {
          signal?.removeEventListener('abort', cancel)
          const fresh = instance.invocations === 0 && instance.leases === 0
          const phases: Phases = fresh ? { ...instance.startPhases } : {}
          phases.queue = Math.max(0, performance.now() - since - (fresh ? instance.startMs : 0))
          resolve(this.#lease(group, instance, fresh ? instance.start : 'warm', phases, concurrency))
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', cancel)
          group.use.inFlight -= 1
          reject(reason)
          this.#groups.forgetIfEmpty(group)
        },
      }
      signal?.addEventListener('abort', cancel, { once: true })
      group.waiting.push(waiter)
      needy.add(group)
      this.#caretaker.arm()
      this.#scheduler.schedule(group)
    })
  }

  /** @returns whether any call still waits */
  #refuseLate(now: number): boolean {
    const { needy } = this.#scheduler
    for (const group of needy) {
      // One is on its way, and its start is bounded by itself.
      while (group.starting === 0) {
        const first = group.waiting[0]
        if (first === undefined || now - first.since < this.#options.maxWaitMs) break
        group.waiting.shift()
        first.refuse(new Refusal('throttled', this.#whyNone(group, now - first.since)))
      }
      if (group.waiting.length === 0) needy.delete(group)
    }
    return needy.size > 0
  }

  #whyNone(group: Group, waitedMs: number): string {
    const { ledger, maxInstances, memoryBudgetMb } = this.#options
    return whyNone({
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

  #arrived(group: Group, instance: Instance): void {
    group.all.add(instance)
    // One that dies by itself while it is idle is noticed by nobody else.
    void instance.unusable.then(() => {
      group.drop(instance)
      if (!instance.stopped && instance.invocations === 0) group.backOff(performance.now())
      if (instance.leases === 0) this.#departures.dismiss(group, instance, 'failed', 'It stopped by itself')
    })
    this.#giveBack(group, instance)
  }

  /** The next one would fail in the same way: all get to know rather than one call after the other. */
  #failed(group: Group, failure: StartFailure): void {
    this.#scheduler.needy.delete(group)
    for (const waiter of group.waiting.splice(0)) waiter.refuse(failure)
    this.#groups.forgetIfEmpty(group)
    this.#scheduler.schedule()
  }

  #gone(instance: Instance, group: Group): void {
    this.#scheduler.instances.delete(instance)
    this.#options.ledger.remove(group.use, group.revision.memoryMb)
    this.#groups.forgetIfEmpty(group)
    this.#options.onEnded(instance)
    this.#scheduler.schedule()
  }
}

const CLOSING = 'The engine is closing'

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}
