import { performance } from 'node:perf_hooks'
import type { Revision } from '@alcove/contract'
import type { Instance } from '../instance/instance.ts'
import type { Outcome } from '../instance/outcome.ts'
import { decideScale } from './decide.ts'
import type { Departures } from './departures.ts'
import type { Group } from './group.ts'
import type { Groups } from './groups.ts'
import type { Ledger } from './ledger.ts'
import { shareOut, shouldYield, type Spare, type Want } from './share-out.ts'
import { StartFailure } from './start-failure.ts'

export interface SchedulerOptions {
  memoryBudgetMb: number
  /** Instances of all functions together. */
  maxInstances: number
  /** Starts under way at a time: more of them make each one slower. */
  maxStarting: number
  ledger: Ledger
  /** Sandboxes that wait for code: the first to go when memory is short. */
  blanks: BlankStore
  /** Makes an instance that is still loading. @throws {StartFailure} when its code cannot even be prepared */
  create(revision: Revision): Promise<Instance>
  /** Says more about why an instance did not come up, where there is more to find out. */
  explain(outcome: Outcome, revision: Revision): Promise<Outcome>
  log(line: object): void
}

/** What the scheduler has to know of sandboxes that were started ahead. */
export interface BlankStore {
  /** Memory of each one that waits. */
  spares(): { mb: number; destroy(): void }[]
}

/** Where instances go when they are there. */
export interface Arrivals {
  arrived(group: Group, instance: Instance): void
  /** None came; whoever waits has to be told. */
  failed(group: Group, failure: StartFailure): void
}

type Candidate = Spare & { giveWay(): void }

/** This part of the memory is for functions that have no instance. */
const RESERVE = 1 / 8
/** One start that was stuck says nothing about the next. */
const MAX_START_MS = 500

/** Decides who gets more instances and starts them. Acts on what `decideScale` and `shareOut` say. */
export class Scheduler {
  /** Groups with calls that wait. */
  readonly needy = new Set<Group>()
  readonly counts = { cold: 0, prewarmed: 0, failed: 0 }
  /** Starts under way, and instances, those that load or leave among them. */
  starting = 0
  readonly instances = new Map<Instance, Group>()
  readonly #options: SchedulerOptions
  readonly #groups: Groups
  readonly #departures: Departures
  readonly #arrivals: Arrivals
  /** What the machine had no room for when it was last shared out. */
  #short: Want[] = []
  /** How long a start takes: an average of the last few, of any function. Grows with the load on the machine. */
  #startMs = 50
  #closed = false

  constructor(options: SchedulerOptions, groups: Groups, departures: Departures, arrivals: Arrivals) {
    this.#options = options
    this.#groups = groups
    this.#departures = departures
    this.#arrivals = arrivals
  }

  close(): void {
    this.#closed = true
  }

  /** Memory that the group could get for another instance. */
  availableMb(group: Group): number {
    const { memoryBudgetMb, ledger } = this.#options
    return memoryBudgetMb - ledger.usedMb - (group.use.mb === 0 ? 0 : memoryBudgetMb * RESERVE)
  }

  /** Whether an instance of the group, free again, is to make room for somebody who has less. */
  yields({ use, revision }: Group): boolean {
    if (this.#short.length === 0) return false
    const giver = { space: use.space, function: use.id, mb: revision.memoryMb }
    return this.#short.some((want) => want.function !== use.id && shouldYield(giver, want, this.#options.ledger))
  }

  /** Decides for one group, or for all of them: who wants more instances, and who of them gets some. */
  schedule(only?: Group): void {
    if (this.#closed) return
    const now = performance.now()
    // Who comes now must not overtake those that came away empty-handed.
    const asking = only === undefined || this.#short.length > 0 ? this.#asking(now) : [only]
    const groups: Group[] = []
    const wants: Want[] = []
    for (const group of asking) {
      const want = this.#want(group, now)
      if (want === null) continue
      groups.push(group)
      wants.push(want)
    }
    if (wants.length === 0) {
      if (only === undefined) this.#short = []
      return
    }
    const { memoryBudgetMb, maxInstances, maxStarting, ledger } = this.#options
    const room = {
      freeMb: memoryBudgetMb - ledger.usedMb,
      freeInstances: maxInstances - ledger.instances,
      starts: maxStarting - this.starting,
      reserveMb: memoryBudgetMb * RESERVE,
    }
    const askedMb = wants.reduce((sum, { mb, count }) => sum + mb * count, 0)
    const asked = wants.reduce((sum, { count }) => sum + count, 0)
    // Looked up only when it matters: it takes a walk over everything.
    const tight = room.freeMb - room.reserveMb < askedMb || room.freeInstances < asked
    const spares = tight ? this.#spares(now) : []
    const { starts, evict, short } = shareOut(wants, room, spares, ledger)
    this.#short = short.map((at) => wants[at]!)
    for (const at of evict) spares[at]!.giveWay()
    for (const [at, group] of groups.entries()) {
      for (let begun = 0; begun < starts[at]!; begun++) void this.#start(group)
    }
  }

  *#asking(now: number): Iterable<Group> {
    yield* this.needy
    for (const group of this.#groups.current) {
      if (group.keepReady && group.waiting.length === 0 && group.notBefore <= now) yield group
    }
  }

  #want(group: Group, now: number): Want | null {
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
    if (plan.againInMs !== null && group.again === null) {
      group.again = setTimeout(() => {
        group.again = null
        if (group.waiting.length > 0) this.schedule(group)
      }, plan.againInMs)
    }
    if (plan.start === 0) return null
    const since = first?.since ?? now
    const urgent = first !== undefined
    return { space: use.space, function: use.id, mb: revision.memoryMb, count: plan.start, since, urgent }
  }

  /** What could give way: sandboxes without code first, then idle instances, the one unused for the longest first. */
  #spares(now: number): Candidate[] {
    const blanks = this.#options.blanks
      .spares()
      .map(({ mb, destroy }): Candidate => ({ owner: null, mb, idleMs: 0, giveWay: destroy }))
    const idle: Candidate[] = []
    for (const group of this.#groups.current) {
      let beyondMinimum = group.instances - group.minInstances
      for (const instance of group.free) {
        if (beyondMinimum <= 0) break
        if (instance.leases > 0) continue
        beyondMinimum -= 1
        idle.push({
          owner: { space: group.use.space, function: group.use.id },
          mb: group.revision.memoryMb,
          idleMs: now - instance.idleSince,
          giveWay: () => this.#departures.dismiss(group, instance, 'evicted', UNUSED),
        })
      }
    }
    return [...blanks, ...idle.toSorted((a, b) => b.idleMs - a.idleMs)]
  }

  async #start(group: Group): Promise<void> {
    const { ledger, create } = this.#options
    const { revision, use } = group
    group.starting += 1
    this.starting += 1
    ledger.add(use, revision.memoryMb)
    let instance: Instance | null = null
    try {
      instance = await create(revision)
      this.instances.set(instance, group)
      // It may be ready and have ended since: what waits for it must not wait for the next one that does the same.
      const outcome = (await instance.ready) ?? instance.failure
      if (outcome !== null) throw await this.#failure(instance, outcome)
    } catch (error) {
      group.starting -= 1
      this.starting -= 1
      if (instance === null) ledger.remove(use, revision.memoryMb)
      else this.#departures.dismiss(group, instance, 'failed', 'It did not start')
      group.backOff(performance.now())
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
    if (this.needy.size > 0) this.schedule()
  }

  async #failure(instance: Instance, outcome: Outcome): Promise<StartFailure> {
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

const UNUSED = 'Its memory was needed for others while nobody called it'
