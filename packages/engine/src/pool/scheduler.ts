import type { Revision } from '@alcove/contract'
import type { Outcome } from '../instance/outcome.ts'
import { StartFailure } from '../instance/start-failure.ts'
import type { Clock } from './clock.ts'
import type { Group } from './group.ts'
import type { Groups } from './groups.ts'
import type { Ledger } from './ledger.ts'
import type { PooledInstance } from './pooled-instance.ts'
import {
  allocate,
  shortfallOf,
  shouldYield,
  type Demand,
  type Evictable,
  type Giver,
  type Room,
} from './rules/allocate.ts'
import { decideScale } from './rules/decide-scale.ts'
import type { Terminations } from './terminations.ts'

export interface SchedulerOptions<I extends PooledInstance> {
  clock: Clock
  memoryBudgetMb: number
  /** Instances of all functions together. */
  maxInstances: number
  /** Starts under way at a time, at least 2. More of them make each one slower, and the last one is for first instances. */
  maxStarting: number
  ledger: Ledger
  prewarmed: EvictableStock
  /** Makes an instance that is still loading. @throws {StartFailure} when its code cannot even be prepared */
  create(revision: Revision): Promise<I>
  /** Adds to the reason why an instance did not start, where more can be found out. */
  explain(outcome: Outcome, revision: Revision): Promise<Outcome>
  log(line: object): void
}

/** The prewarmed sandboxes as the scheduler sees them: the first to go when memory is short. */
export interface EvictableStock {
  evictables(): { mb: number; evict(): void }[]
  /** Calls the listener whenever nothing is left of one that was removed. */
  onGone(listener: () => void): void
}

/** Where started instances go. */
export interface Arrivals<I extends PooledInstance> {
  arrived(group: Group<I>, instance: I): void
  failed(group: Group<I>, failure: StartFailure): void
}

type Candidate = Evictable & { evict(): void }

/** This part of the memory is for functions that have no instance. */
const RESERVE = 1 / 8
/** A start that hung says nothing about the next one. */
const MAX_START_MS = 500
const FIRST_START_MS = 50
const UNUSED = 'Its memory was needed for others while nobody called it'
const CLOSED = 'The engine closed'

/** Starts instances for the groups that `decideScale` and `allocate` give them to. */
export class Scheduler<I extends PooledInstance> {
  /** Groups with waiting calls. */
  readonly pending = new Set<Group<I>>()
  readonly counts = { cold: 0, prewarmed: 0, failed: 0 }
  /** Starts under way. */
  starting = 0
  /** Every instance, loading and leaving ones included. */
  readonly instances = new Map<I, Group<I>>()
  readonly #options: SchedulerOptions<I>
  readonly #groups: Groups<I>
  readonly #terminations: Terminations<I>
  readonly #arrivals: Arrivals<I>
  /** The demands that the last allocation had no room for. */
  #unmet: { group: Group<I>; demand: Demand }[] = []
  /** Whether some starts of the last allocation wait for memory that is about to be free. */
  #deferred = false
  /** How long a start takes: a moving average over a few starts of any function. Grows with the load on the machine. */
  #startMs = FIRST_START_MS
  #closed = false

  constructor(options: SchedulerOptions<I>, groups: Groups<I>, terminations: Terminations<I>, arrivals: Arrivals<I>) {
    this.#options = options
    this.#groups = groups
    this.#terminations = terminations
    this.#arrivals = arrivals
    options.prewarmed.onGone(() => this.schedule())
  }

  close(): void {
    this.#closed = true
  }

  /** Memory that the group could get for another instance. */
  availableMb(group: Group<I>): number {
    const { memoryBudgetMb, ledger } = this.#options
    return memoryBudgetMb - ledger.usedMb - (group.use.mb === 0 ? 0 : memoryBudgetMb * RESERVE)
  }

  /** Whether an instance of the group that has become free should make room for a demand that holds less. */
  yields(group: Group<I>): boolean {
    if (this.#unmet.length === 0) return false
    const giver = giverOf(group)
    const room = this.#room()
    return this.#unmet.some(({ group: { waiting, use }, demand }) => {
      // Its calls may have been cancelled since.
      if (waiting.length === 0) return false
      const shortfall = shortfallOf(demand.mb + (use.mb === 0 ? 0 : room.reserveMb), room)
      return shouldYield(giver, demand, shortfall, this.#options.ledger)
    })
  }

  /** What is being ended counts as free: it will be in a moment. */
  #room(): Room {
    const { memoryBudgetMb, maxInstances, maxStarting, ledger } = this.#options
    return {
      freeMb: memoryBudgetMb - ledger.usedMb + ledger.leavingMb,
      freeInstances: maxInstances - ledger.instances + ledger.leavingInstances,
      starts: maxStarting - this.starting,
      reserveMb: memoryBudgetMb * RESERVE,
      drainingMb: ledger.drainingMb,
      drainingInstances: ledger.drainingInstances,
    }
  }

  /** Allocates instances to all groups that need some, or to a single group when no other competes. */
  schedule(only?: Group<I>): void {
    if (this.#closed) return
    const now = this.#options.clock.now()
    const alone = only !== undefined && this.#unmet.length === 0 && !this.#deferred
    const groups: Group<I>[] = []
    const demands: Demand[] = []
    for (const group of alone ? [only] : this.#candidates(now)) {
      const demand = this.#demandOf(group, now)
      if (demand === null) continue
      groups.push(group)
      demands.push(demand)
    }
    this.#unmet = []
    this.#deferred = false
    if (demands.length === 0) return
    const room = this.#room()
    const askedMb = demands.reduce((sum, { mb, count }) => sum + mb * count, 0)
    const asked = demands.reduce((sum, { count }) => sum + count, 0)
    // Collected only when they matter: it takes a walk over all groups.
    const tight = room.freeMb - room.reserveMb < askedMb || room.freeInstances < asked
    const evictables = tight ? this.#evictables(now) : []
    const givers = tight ? [...this.#groups.all()].map(giverOf) : []
    const { starts, evict, unmet } = allocate(demands, room, evictables, givers, this.#options.ledger)
    this.#unmet = unmet.map((at) => ({ group: groups[at]!, demand: demands[at]! }))
    for (const at of evict) evictables[at]!.evict()
    for (const [at, group] of groups.entries()) {
      for (let left = starts[at]!; left > 0; left--) {
        if (this.#fits(group)) void this.#start(group)
        else this.#deferred = true
      }
    }
  }

  /** What is being ended takes memory until it is gone; the machine's limit does not wait for that. */
  #fits({ revision }: Group<I>): boolean {
    const { memoryBudgetMb, maxInstances, ledger } = this.#options
    return ledger.usedMb + revision.memoryMb <= memoryBudgetMb && ledger.instances < maxInstances
  }

  *#candidates(now: number): Iterable<Group<I>> {
    yield* this.pending
    for (const group of this.#groups.current) {
      if (group.keepReady && group.waiting.length === 0 && group.notBefore <= now) yield group
    }
  }

  #demandOf(group: Group<I>, now: number): Demand | null {
    const { revision, use, waiting } = group
    const first = waiting[0]
    const plan = decideScale({
      waiting: waiting.length,
      oldestWaitMs: first === undefined ? 0 : now - first.since,
      busy: group.busy,
      starting: group.starting,
      instances: group.instances,
      minInstances: group.minInstances,
      maxInstances: revision.scaling.maxInstances,
      slots: group.slots,
      typicalCallMs: group.typicalCallMs,
      startMs: this.#startMs,
    })
    if (plan.againInMs !== null && group.recheck === null) {
      group.recheck = this.#options.clock.after(plan.againInMs, () => {
        group.recheck = null
        if (group.waiting.length > 0) this.schedule(group)
      })
    }
    if (plan.start === 0) return null
    const since = first?.since ?? now
    const urgent = first !== undefined
    const without = group.instances - group.draining.size === 0
    return { space: use.space, function: use.id, mb: revision.memoryMb, count: plan.start, since, urgent, without }
  }

  /** Prewarmed sandboxes first, then idle instances, the longest idle first. */
  #evictables(now: number): Candidate[] {
    const prewarmed = this.#options.prewarmed
      .evictables()
      .map(({ mb, evict }): Candidate => ({ owner: null, mb, idleMs: 0, evict }))
    const idle: Candidate[] = []
    for (const group of this.#groups.current) {
      let { spare } = group
      for (const instance of group.free) {
        if (spare <= 0) break
        if (instance.leases > 0) continue
        spare -= 1
        idle.push({
          owner: { space: group.use.space, function: group.use.id },
          mb: group.revision.memoryMb,
          idleMs: now - instance.idleSince,
          evict: () => this.#terminations.terminate(group, instance, 'evicted', UNUSED),
        })
      }
    }
    return [...prewarmed, ...idle.toSorted((a, b) => b.idleMs - a.idleMs)]
  }

  async #start(group: Group<I>): Promise<void> {
    const { clock, ledger, create } = this.#options
    const { revision, use } = group
    group.starting += 1
    this.starting += 1
    ledger.add(use, revision.memoryMb)
    let instance: I | null = null
    try {
      instance = await create(revision)
      this.instances.set(instance, group)
      if (this.#closed) this.#terminations.terminate(group, instance, 'closed', CLOSED)
      // It may have become ready and ended since: its waiting calls must not wait for the next one that does the same.
      const outcome = (await instance.ready) ?? instance.failure
      if (outcome !== null) {
        group.backOff(clock.now())
        throw await this.#failureOf(instance, outcome)
      }
    } catch (error) {
      group.starting -= 1
      this.starting -= 1
      if (instance === null) {
        ledger.remove(use, revision.memoryMb)
        group.backOff(clock.now())
      } else this.#terminations.terminate(group, instance, 'failed', 'It did not start')
      this.counts.failed += 1
      this.#arrivals.failed(group, this.#asFailure(error))
      return
    }
    group.starting -= 1
    this.starting -= 1
    this.counts[instance.start] += 1
    if (instance.start === 'cold') {
      const { sandbox = 0, runtime = 0 } = instance.startPhases
      this.#startMs = this.#startMs * 0.8 + Math.min(sandbox + runtime, MAX_START_MS) * 0.2
    }
    this.#arrivals.arrived(group, instance)
    if (this.pending.size > 0) this.schedule()
  }

  async #failureOf(instance: I, outcome: Outcome): Promise<StartFailure> {
    const { id: instanceId, startPhases: phases, start } = instance
    const explained = await this.#options.explain(outcome, instance.revision)
    return new StartFailure({ outcome: explained, lines: instance.takeEarlyLines(), phases, instanceId, start })
  }

  #asFailure(error: unknown): StartFailure {
    if (error instanceof StartFailure) return error
    const message = error instanceof Error ? error.message : String(error)
    this.#options.log({ level: 'error', message: 'An instance could not be started', error: message })
    return StartFailure.early({ kind: 'notStarted', message })
  }
}

function giverOf({ use, revision, spare }: Group<PooledInstance>): Giver {
  return { space: use.space, function: use.id, mb: revision.memoryMb, count: spare }
}
