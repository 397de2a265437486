import { performance } from 'node:perf_hooks'
import type { InstanceEndReason, Phases, Revision, StartKind } from '@alcove/contract'
import type { ServedRevision } from '../engine.ts'
import type { Instance } from '../instance/instance.ts'
import type { Outcome } from '../instance/outcome.ts'
import { backOffMs } from './back-off.ts'
import { decideScale } from './decide.ts'
import { Group, groupKey, type Waiter } from './group.ts'
import type { Ledger } from './ledger.ts'
import { isWornOut, letGo } from './let-go.ts'
import { Refusal } from './refusal.ts'
import { shareOut, shouldYield, type Spare, type Want } from './share-out.ts'
import { StartFailure } from './start-failure.ts'
import { whyNone } from './why-none.ts'

export interface PoolOptions {
  memoryBudgetMb: number
  /** Instances of all functions together. */
  maxInstances: number
  /** Starts under way at a time: more of them make each one slower. */
  maxStarting: number
  /** Calls of one revision that may wait at a time, and how long. */
  maxWaiting: number
  maxWaitMs: number
  /** An instance nobody has called for so long is frozen. */
  freezeAfterMs: number
  /** An instance that has lived so long or served so often makes room for a new one. */
  maxAgeMs: number
  maxInvocations: number
  ledger: Ledger
  /** Sandboxes that wait for code: the first to go when memory is short. */
  blanks: BlankStore
  /** Calls that one instance of the revision works on at a time. */
  slotsOf(revision: Revision): number
  /** Makes an instance that is still loading. @throws {StartFailure} when its code cannot even be prepared */
  create(revision: Revision): Promise<Instance>
  /** Says more about why an instance did not come up, where there is more to find out. */
  explain(outcome: Outcome, revision: Revision): Promise<Outcome>
  /** Called once for each instance, when nothing is left of it. */
  onEnded(instance: Instance): void
  log(line: object): void
}

/** What the pool has to know of sandboxes that were started ahead. */
export interface BlankStore {
  /** Memory of each one that waits, the one that would be missed least first. */
  spares(): { mb: number; destroy(): void }[]
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

/** One start that was stuck says nothing about the next. */
const MAX_START_MS = 500
const SWEEP_MS = 500
const NO_PHASES: Phases = Object.freeze({})
/** This part of the memory is for functions that have no instance. */
const RESERVE = 1 / 8

/** Keeps instances of revisions at hand, starts them when calls wait, and lets go of those nobody needs. */
export class Pool {
  readonly counts = { cold: 0, prewarmed: 0, failed: 0, evicted: 0 }
  readonly #options: PoolOptions
  readonly #groups = new Map<string, Group>()
  /** The same revision arrives as the same object, over and over. */
  readonly #known = new WeakMap<Revision, Group>()
  /** Out of reach for new calls; what runs or waits in them comes to its end. */
  readonly #retired = new Set<Group>()
  readonly #all = new Set<Instance>()
  readonly #destroying = new Set<Promise<void>>()
  /** Idle and not yet frozen. */
  readonly #resting = new Set<Instance>()
  /** Groups with calls that wait. */
  readonly #needy = new Set<Group>()
  /** What the machine had no room for when it was last shared out. */
  #short: Want[] = []
  #starting = 0
  /** How long a start takes: an average of the last few, of any function. Grows with the load on the machine. */
  #startMs = 50
  #ticking: NodeJS.Timeout | null = null
  readonly #sweeping: NodeJS.Timeout
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#sweeping = setInterval(() => this.#sweep(), SWEEP_MS)
    this.#sweeping.unref()
  }

  get instances(): Iterable<Instance> {
    return this.#all
  }

  /** Those on their way included. */
  get starting(): number {
    return this.#starting
  }

  /** Calls that wait, by function. */
  queues(now: number): { functionId: string; waiting: number; oldestMs: number }[] {
    const found = new Map<string, { functionId: string; waiting: number; oldestMs: number }>()
    for (const { use, waiting } of this.#needy) {
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
    if (this.#closed) throw new Refusal('systemError', 'The engine is closing')
    if (signal?.aborted === true) throw new Refusal('cancelled', 'The call was cancelled before it began')
    let group = this.#known.get(revision)
    if (group === undefined || group.retired || this.#groups.get(group.key) !== group) group = this.#group(revision)
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
    this.#giveBack(group, instance)
  }

  /** Says which revisions of a function calls can name: the others' instances finish what they do and go. */
  serve(functionId: string, revisions: readonly ServedRevision[]): void {
    if (this.#closed) return
    const keys = new Set(revisions.map(({ revision }) => groupKey(revision)))
    for (const group of this.#groups.values()) {
      if (group.use.id === functionId && !keys.has(group.key)) this.#retire(group)
    }
    for (const { revision, keepReady } of revisions) {
      const wanted = keepReady && revision.scaling.minInstances > 0
      const group = wanted ? this.#group(revision) : this.#groups.get(groupKey(revision))
      if (group !== undefined) group.keepReady = keepReady
    }
    this.#schedule()
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweeping)
    if (this.#ticking !== null) clearTimeout(this.#ticking)
    for (const group of [...this.#groups.values(), ...this.#retired]) {
      if (group.again !== null) clearTimeout(group.again)
      for (const waiter of group.waiting.splice(0)) waiter.refuse(new Refusal('systemError', 'The engine is closing'))
    }
    const until = performance.now() + graceMs
    while (performance.now() < until && [...this.#all].some(({ leases }) => leases > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    // What is on its way arrives, finds the pool closed and goes.
    while (this.#starting > 0 || this.#all.size > 0 || this.#destroying.size > 0) {
      for (const instance of this.#all) void this.#stop(instance, 'closed', 'The engine closed')
      await Promise.all(this.#destroying)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  #group(revision: Revision): Group {
    const key = groupKey(revision)
    let group = this.#groups.get(key)
    if (group === undefined) {
      const use = this.#options.ledger.use(revision.functionId, revision.spaceId)
      group = new Group(key, revision, use, this.#options.slotsOf(revision))
      this.#groups.set(key, group)
      // The same revision under what its space allowed before: it must not be served under that any more.
      for (const other of this.#groups.values()) {
        if (other !== group && other.use === use && other.revision.id === revision.id) this.#retire(other)
      }
    }
    this.#known.set(revision, group)
    return group
  }

  #retire(group: Group): void {
    this.#groups.delete(group.key)
    this.#retired.add(group)
    group.retired = true
    if (group.waiting.length === 0) this.#drainAll(group, 'replaced', REPLACED)
    this.#forgetIfEmpty(group)
  }

  #drainAll(group: Group, reason: InstanceEndReason, detail: string): void {
    for (const instance of group.all) {
      if (instance.leases === 0) this.#dismiss(group, instance, reason, detail)
      else this.#drain(group, instance)
    }
  }

  /** Gets no more calls. */
  #drain(group: Group, instance: Instance): void {
    group.draining.add(instance)
    group.drop(instance)
  }

  #lease(group: Group, instance: Instance, start: StartKind, phases: Phases, concurrency: number): Lease {
    if (instance.state === 'frozen') instance.thaw()
    else this.#resting.delete(instance)
    instance.leases += 1
    return { group, instance, start, phases, concurrency }
  }

  #giveBack(group: Group, instance: Instance): void {
    if (instance.leases > 0 && !instance.usable) return
    if (!instance.usable || this.#closed) {
      if (instance.leases === 0) this.#dismiss(group, instance, 'closed', 'The engine closed')
      return
    }
    if (group.draining.has(instance) || this.#mustGo(group, instance)) {
      if (instance.leases > 0) this.#drain(group, instance)
      else this.#dismissDrained(group, instance)
      return
    }
    if (group.waiting.length > 0) {
      while (group.waiting.length > 0 && instance.leases < group.slots) group.waiting.shift()!.give(instance)
      if (group.waiting.length === 0) this.#needy.delete(group)
    }
    if (instance.leases >= group.slots) return
    group.offer(instance)
    if (instance.leases > 0) return
    instance.idleSince = performance.now()
    this.#resting.add(instance)
    this.#arm()
    if (this.#needy.size > 0) this.#schedule()
  }

  #mustGo(group: Group, instance: Instance): boolean {
    if (group.retired) return group.waiting.length === 0
    const { invocations, bornAt } = instance
    if (isWornOut({ invocations, ageMs: performance.now() - bornAt }, this.#options)) return true
    return this.#short.length > 0 && this.#yields(group)
  }

  #yields({ use, revision }: Group): boolean {
    const giver = { space: use.space, function: use.id, mb: revision.memoryMb }
    return this.#short.some((want) => want.function !== use.id && shouldYield(giver, want, this.#options.ledger))
  }

  #dismissDrained(group: Group, instance: Instance): void {
    const { maxAgeMs, maxInvocations } = this.#options
    const ageMs = performance.now() - instance.bornAt
    if (group.retired) this.#dismiss(group, instance, 'replaced', REPLACED)
    else if (isWornOut({ invocations: instance.invocations, ageMs }, { maxAgeMs, maxInvocations })) {
      this.#dismiss(group, instance, 'recycled', recycled(instance, ageMs))
    } else this.#evict(group, instance, 'Others, who have less, needed its place')
  }

  #wait(group: Group, signal: AbortSignal | undefined, concurrency: number): Promise<Lease> {
    const { maxWaiting } = this.#options
    if (group.waiting.length >= maxWaiting) {
      group.use.inFlight -= 1
      throw new Refusal('throttled', `${maxWaiting} calls of this revision are waiting already`)
    }
    return new Promise((resolve, reject) => {
      const cancel = () => {
        group.waiting = group.waiting.filter((other) => other !== waiter)
        if (group.waiting.length === 0) this.#needy.delete(group)
        waiter.refuse(new Refusal('cancelled', 'The call was cancelled while it waited for an instance'))
      }
      const since = performance.now()
      const waiter: Waiter = {
        since,
        give: (instance) => {
          signal?.removeEventListener('abort', cancel)
          const fresh = instance.invocations === 0
          const phases: Phases = fresh ? { ...instance.startPhases } : {}
          phases.queue = Math.max(0, performance.now() - since - (fresh ? instance.startMs : 0))
          resolve(this.#lease(group, instance, fresh ? instance.start : 'warm', phases, concurrency))
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', cancel)
          group.use.inFlight -= 1
          this.#forgetIfEmpty(group)
          reject(reason)
        },
      }
      signal?.addEventListener('abort', cancel, { once: true })
      group.waiting.push(waiter)
      this.#needy.add(group)
      this.#arm()
      this.#schedule(group)
    })
  }

  /** Decides for one group, or for all of them: who wants more instances, and who of them gets some. */
  #schedule(only?: Group): void {
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
      starts: maxStarting - this.#starting,
      reserveMb: memoryBudgetMb * RESERVE,
    }
    const asked = wants.reduce((sum, { mb, count }) => sum + mb * count, 0)
    const tight =
      room.freeMb - room.reserveMb < asked || room.freeInstances < wants.reduce((n, { count }) => n + count, 0)
    // Looked up only when it matters: it takes a walk over everything.
    const spares = tight ? this.#spares(now) : []
    const { starts, evict, short } = shareOut(wants, room, spares, ledger)
    this.#short = short.map((at) => wants[at]!)
    for (const at of evict) spares[at]!.giveWay()
    for (const [at, group] of groups.entries()) {
      for (let begun = 0; begun < starts[at]!; begun++) void this.#start(group)
    }
  }

  *#asking(now: number): Iterable<Group> {
    yield* this.#needy
    for (const group of this.#groups.values()) {
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
        if (group.waiting.length > 0) this.#schedule(group)
      }, plan.againInMs)
    }
    if (plan.start === 0) return null
    const since = first?.since ?? now
    const urgent = first !== undefined
    return { space: use.space, function: use.id, mb: revision.memoryMb, count: plan.start, since, urgent }
  }

  /** What could give way: sandboxes without code first, then idle instances, the one unused for the longest first. */
  #spares(now: number): (Spare & { giveWay(): void })[] {
    const blanks = this.#options.blanks
      .spares()
      .map(({ mb, destroy }) => ({ owner: null, mb, idleMs: 0, giveWay: destroy }))
    const idle: (Spare & { giveWay(): void })[] = []
    for (const group of this.#groups.values()) {
      let beyondMinimum = group.instances - group.minInstances
      for (const instance of group.free) {
        if (beyondMinimum <= 0) break
        if (instance.leases > 0) continue
        beyondMinimum -= 1
        idle.push({
          owner: { space: group.use.space, function: group.use.id },
          mb: group.revision.memoryMb,
          idleMs: now - instance.idleSince,
          giveWay: () => this.#evict(group, instance, 'Its memory was needed for others while nobody called it'),
        })
      }
    }
    return [...blanks, ...idle.toSorted((a, b) => b.idleMs - a.idleMs)]
  }

  async #start(group: Group): Promise<void> {
    const { ledger } = this.#options
    const { revision, use } = group
    group.starting += 1
    this.#starting += 1
    ledger.add(use, revision.memoryMb)
    let instance: Instance | null = null
    try {
      instance = await this.#options.create(revision)
      this.#all.add(instance)
      const outcome = await instance.ready
      if (outcome !== null) throw await this.#failure(instance, outcome)
      this.#started(group, instance)
    } catch (error) {
      this.#ended(group)
      if (instance === null) ledger.remove(use, revision.memoryMb)
      else void this.#destroy(group, instance, 'failed', 'It did not start')
      group.failures += 1
      group.notBefore = performance.now() + backOffMs(group.failures)
      this.counts.failed += 1
      // The next one would fail in the same way: let everybody know rather than one call after the other.
      this.#needy.delete(group)
      for (const waiter of group.waiting.splice(0)) waiter.refuse(this.#asFailure(error))
      this.#forgetIfEmpty(group)
      this.#schedule()
    }
  }

  #started(group: Group, instance: Instance): void {
    this.#ended(group)
    group.failures = 0
    group.notBefore = 0
    group.all.add(instance)
    this.counts[instance.start] += 1
    if (instance.start === 'cold') {
      const { sandbox = 0, runtime = 0 } = instance.startPhases
      this.#startMs = this.#startMs * 0.8 + Math.min(sandbox + runtime, MAX_START_MS) * 0.2
    }
    void instance.unusable.then(() => this.#dropped(group, instance))
    this.#giveBack(group, instance)
    if (this.#needy.size > 0) this.#schedule()
  }

  #ended(group: Group): void {
    group.starting -= 1
    this.#starting -= 1
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
    return new StartFailure({
      outcome: { kind: 'notStarted', message },
      lines: [],
      phases: {},
      instanceId: null,
      start: null,
    })
  }

  /** An instance died by itself: when it was idle nobody else will notice. */
  #dropped(group: Group, instance: Instance): void {
    group.drop(instance)
    if (instance.leases === 0) this.#dismiss(group, instance, 'failed', 'It stopped by itself')
  }

  #evict(group: Group, instance: Instance, detail: string): void {
    this.counts.evicted += 1
    this.#dismiss(group, instance, 'evicted', detail)
  }

  #dismiss(group: Group, instance: Instance, reason: InstanceEndReason, detail: string): void {
    group.drop(instance)
    void this.#destroy(group, instance, reason, detail)
  }

  #destroy(group: Group, instance: Instance, reason: InstanceEndReason, detail: string): Promise<void> {
    group.all.delete(instance)
    group.draining.delete(instance)
    this.#resting.delete(instance)
    return this.#stop(instance, reason, detail, () => {
      this.#options.ledger.remove(group.use, group.revision.memoryMb)
      this.#forgetIfEmpty(group)
    })
  }

  #stop(instance: Instance, reason: InstanceEndReason, detail: string, then?: () => void): Promise<void> {
    if (instance.stopping !== null) return instance.stopping
    const done = instance
      .stop(reason, detail)
      .catch((error: unknown) => {
        const message = `Instance ${instance.id} was not removed whole`
        this.#options.log({ level: 'error', message, error: String(error) })
      })
      .finally(() => {
        this.#destroying.delete(done)
        this.#all.delete(instance)
        then?.()
        this.#options.onEnded(instance)
        this.#schedule()
      })
    instance.stopping = done
    this.#destroying.add(done)
    return done
  }

  #forgetIfEmpty(group: Group): void {
    if (!group.isEmpty || (group.keepReady && !group.retired)) return
    if (group.again !== null) clearTimeout(group.again)
    group.again = null
    const known = this.#groups.get(group.key) === group ? this.#groups.delete(group.key) : this.#retired.delete(group)
    if (known) this.#options.ledger.forget(group.use)
  }

  /** Looks after what changes by the moment, as long as there is such a thing. */
  #arm(): void {
    if (this.#ticking !== null || this.#closed) return
    this.#ticking = setTimeout(() => this.#tick(), Math.max(5, this.#options.freezeAfterMs / 2))
    this.#ticking.unref()
  }

  #tick(): void {
    this.#ticking = null
    const now = performance.now()
    for (const instance of this.#resting) {
      if (now - instance.idleSince < this.#options.freezeAfterMs) continue
      this.#resting.delete(instance)
      instance.freeze()
    }
    for (const group of this.#needy) this.#refuseLate(group, now)
    if (this.#resting.size + this.#needy.size > 0) this.#arm()
  }

  #refuseLate(group: Group, now: number): void {
    const { maxWaitMs, memoryBudgetMb, maxInstances, ledger } = this.#options
    // One is on its way, and its start is bounded by itself.
    while (group.starting === 0) {
      const first = group.waiting[0]
      if (first === undefined || now - first.since < maxWaitMs) break
      group.waiting.shift()
      const { memoryMb, scaling } = group.revision
      const reserveMb = group.use.mb === 0 ? 0 : memoryBudgetMb * RESERVE
      const message = whyNone({
        waitedMs: now - first.since,
        instances: group.instances,
        maxInstances: scaling.maxInstances,
        slots: group.slots,
        nodeInstances: ledger.instances,
        maxNodeInstances: maxInstances,
        freeMb: memoryBudgetMb - ledger.usedMb - reserveMb,
        memoryMb,
        memoryBudgetMb,
      })
      first.refuse(new Refusal('throttled', message))
    }
    if (group.waiting.length === 0) this.#needy.delete(group)
  }

  #sweep(): void {
    const now = performance.now()
    const { maxAgeMs, maxInvocations } = this.#options
    for (const group of this.#groups.values()) {
      const idle = group.free.filter(({ leases }) => leases === 0)
      const leaving = letGo(
        idle.map(({ idleSince, bornAt, invocations }) => ({
          idleMs: now - idleSince,
          ageMs: now - bornAt,
          invocations,
        })),
        {
          instances: group.instances,
          minInstances: group.minInstances,
          idleTimeoutMs: group.revision.scaling.idleTimeoutSeconds * 1000,
          maxAgeMs,
          maxInvocations,
        },
      )
      for (const { at, reason } of leaving) {
        const instance = idle[at]!
        const detail =
          reason === 'recycled'
            ? recycled(instance, now - instance.bornAt)
            : `Nobody called it for ${group.revision.scaling.idleTimeoutSeconds} s`
        this.#dismiss(group, instance, reason, detail)
      }
      this.#forgetIfEmpty(group)
    }
    this.#schedule()
  }
}

const REPLACED = 'No alias, trigger or draft names its revision any more, or what its space allows has changed'

function recycled({ invocations }: Instance, ageMs: number): string {
  return `It had served ${invocations} calls in ${Math.round(ageMs / 60_000)} minutes: a new one takes its place`
}
