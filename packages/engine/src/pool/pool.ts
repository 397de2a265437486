import { performance } from 'node:perf_hooks'
import type { Phases, Revision, StartKind } from '@alcove/contract'
import type { Instance } from '../instance/instance.ts'
import type { Outcome } from '../instance/outcome.ts'
import { decideScale } from './decide.ts'
import { isEmpty, instancesOf, learn, newGroup, type Group, type Waiter } from './group.ts'
import { Refusal } from './refusal.ts'
import { StartFailure } from './start-failure.ts'

export interface PoolOptions {
  memoryBudgetMb: number
  /**
   * Instances of one revision of a function. Two revisions, as while an alias moves from one to the other, do not take
   * each other's places: what they share is the memory.
   */
  maxInstancesPerFunction: number
  /** Calls of one revision that may wait at a time, and how long. */
  maxWaiting: number
  maxWaitMs: number
  /** An instance nobody has called for so long is frozen, and after so much longer destroyed. */
  freezeAfterMs: number
  idleTimeoutMs: number
  /** Says more about why an instance did not come up, where there is more to find out. */
  explain(outcome: Outcome, revision: Revision): Promise<Outcome>
  /** Makes an instance that is still loading. @throws {StartFailure} when its code cannot even be prepared */
  create(revision: Revision): Promise<Instance>
  log(line: object): void
}

/** An instance that is one call's alone until it is given back. */
export interface Lease {
  instance: Instance
  start: StartKind
  phases: Phases
  /** Calls of the function in flight when this one was admitted. */
  concurrency: number
  release(callMs: number): void
}

/** One start that was stuck says nothing about the next. */
const MAX_START_MS = 500

/** Keeps instances of revisions at hand, starts them when calls wait, and lets go of those nobody needs. */
export class Pool {
  readonly #options: PoolOptions
  readonly #groups = new Map<string, Group>()
  /** Out of reach for new calls; what runs or waits in them comes to its end. */
  readonly #retired = new Set<Group>()
  readonly #all = new Set<Instance>()
  readonly #destroying = new Set<Promise<void>>()
  readonly #inFlight = new Map<string, number>()
  readonly #sweep: NodeJS.Timeout
  /** Memory of instances that are on their way and not in `#all` yet. */
  #reservedMb = 0
  /** How long a start takes: an average of the last few, of any function. Grows with the load on the machine. */
  #startMs = 50
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#sweep = setInterval(() => this.#tick(), Math.max(10, options.freezeAfterMs / 2))
    this.#sweep.unref()
  }

  get instances(): Instance[] {
    return [...this.#all]
  }

  get queued(): number {
    return this.#allGroups().reduce((sum, group) => sum + group.waiting.length, 0)
  }

  get usedMb(): number {
    let sum = this.#reservedMb
    for (const instance of this.#all) sum += instance.revision.memoryMb
    return sum
  }

  /**
   * An instance for one call.
   * @throws {Refusal} when there is none in time
   * @throws {StartFailure} when the one started for it did not come up
   */
  async acquire(revision: Revision, signal: AbortSignal | undefined): Promise<Lease> {
    if (this.#closed) throw new Refusal('systemError', 'The engine is closing')
    if (signal?.aborted === true) throw new Refusal('cancelled', 'The call was cancelled before it began')
    const group = this.#group(revision)
    const concurrency = this.#count(revision.functionId, 1)
    try {
      const warm = this.#takeIdle(group)
      if (warm !== null) return this.#lease(group, warm, warm.invocations === 0 ? 'prewarmed' : 'warm', {}, concurrency)
      const since = performance.now()
      const instance = await this.#wait(group, signal)
      const cold = instance.invocations === 0
      const phases: Phases = cold ? { ...instance.startPhases } : {}
      const started = (phases.sandbox ?? 0) + (phases.runtime ?? 0) + (phases.init ?? 0)
      phases.queue = Math.max(0, performance.now() - since - started)
      return this.#lease(group, instance, cold ? 'cold' : 'warm', phases, concurrency)
    } catch (error) {
      this.#count(revision.functionId, -1)
      throw error
    }
  }

  /** Destroys the function's idle instances now and the busy ones when they are done. */
  async retire(functionId: string): Promise<void> {
    const done: Promise<void>[] = []
    for (const [key, group] of this.#groups) {
      if (group.revision.functionId !== functionId) continue
      this.#groups.delete(key)
      this.#retired.add(group)
      for (const instance of group.idle.splice(0)) done.push(this.#destroy(instance))
    }
    await Promise.all(done)
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweep)
    for (const group of this.#allGroups()) {
      if (group.again !== null) clearTimeout(group.again)
      for (const waiter of group.waiting.splice(0)) waiter.refuse(new Refusal('systemError', 'The engine is closing'))
    }
    const until = performance.now() + graceMs
    while (performance.now() < until && [...this.#all].some((instance) => instance.state === 'busy')) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    for (const instance of this.#all) void this.#destroy(instance)
    await Promise.all(this.#destroying)
  }

  #allGroups(): Group[] {
    return [...this.#groups.values(), ...this.#retired]
  }

  #group(revision: Revision): Group {
    const key = `${revision.functionId}:${revision.id}`
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = newGroup(key, revision)
      this.#groups.set(key, group)
    }
    return group
  }

  #count(functionId: string, by: number): number {
    const now = (this.#inFlight.get(functionId) ?? 0) + by
    if (now === 0) this.#inFlight.delete(functionId)
    else this.#inFlight.set(functionId, now)
    return now
  }

  #takeIdle(group: Group): Instance | null {
    for (let instance = group.idle.pop(); instance !== undefined; instance = group.idle.pop()) {
      if (!instance.usable) continue
      if (instance.state === 'frozen') instance.thaw()
      return instance
    }
    return null
  }

  #lease(group: Group, instance: Instance, start: StartKind, phases: Phases, concurrency: number): Lease {
    instance.state = 'busy'
    group.busy.add(instance)
    return {
      instance,
      start,
      phases,
      concurrency,
      release: (callMs) => {
        this.#count(group.revision.functionId, -1)
        group.busy.delete(instance)
        learn(group, callMs)
        this.#giveBack(group, instance)
      },
    }
  }

  #giveBack(group: Group, instance: Instance): void {
    if (!instance.usable || this.#closed) {
      void this.#destroy(instance)
      return
    }
    instance.state = 'idle'
    instance.idleSince = performance.now()
    const waiter = group.waiting.shift()
    if (waiter !== undefined) waiter.give(instance)
    else if (this.#retired.has(group)) void this.#destroy(instance)
    else {
      group.idle.push(instance)
      this.#serveStarved()
    }
  }

  #wait(group: Group, signal: AbortSignal | undefined): Promise<Instance> {
    const { maxWaiting, maxWaitMs } = this.#options
    if (group.waiting.length >= maxWaiting) {
      return Promise.reject(new Refusal('throttled', `${maxWaiting} calls of this function are waiting already`))
    }
    return new Promise((resolve, reject) => {
      const leave = (reason: Refusal) => {
        group.waiting = group.waiting.filter((other) => other !== waiter)
        waiter.refuse(reason)
      }
      const cancel = () => leave(new Refusal('cancelled', 'The call was cancelled while it waited for an instance'))
      const late = () => {
        // One is on its way, and its start is bounded by itself.
        if (group.starting > 0) timer = setTimeout(late, this.#startMs)
        else leave(new Refusal('throttled', this.#whyNone(group)))
      }
      let timer = setTimeout(late, maxWaitMs)
      const settled = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
      }
      const waiter: Waiter = {
        since: performance.now(),
        give(instance) {
          settled()
          resolve(instance)
        },
        refuse(reason) {
          settled()
          reject(reason)
        },
      }
      signal?.addEventListener('abort', cancel, { once: true })
      group.waiting.push(waiter)
      this.#scale(group)
    })
  }

  #whyNone(group: Group): string {
    const { maxInstancesPerFunction, maxWaitMs, memoryBudgetMb } = this.#options
    const seconds = maxWaitMs / 1000
    return instancesOf(group) >= maxInstancesPerFunction
      ? `All ${maxInstancesPerFunction} instances of this function were busy for ${seconds} s`
      : `The memory for functions on this machine (${memoryBudgetMb} MB) was in use for ${seconds} s`
  }

  #scale(group: Group): void {
    const first = group.waiting[0]
    if (this.#closed || first === undefined) return
    const { revision } = group
    const freeMb = this.#options.memoryBudgetMb - this.usedMb
    // Looked up only when it matters: it takes a walk over every group.
    const idle = freeMb < revision.memoryMb * group.waiting.length ? this.#evictable() : []
    const plan = decideScale(
      {
        waiting: group.waiting.length,
        oldestWaitMs: performance.now() - first.since,
        busy: group.busy.size,
        starting: group.starting,
        typicalCallMs: group.typicalCallMs,
        startMs: this.#startMs,
      },
      {
        instances: this.#options.maxInstancesPerFunction - instancesOf(group),
        instanceMb: revision.memoryMb,
        freeMb,
        evictableMb: idle.reduce((sum, { instance }) => sum + instance.revision.memoryMb, 0),
      },
    )
    if (plan.againInMs !== null && group.again === null) {
      group.again = setTimeout(() => {
        group.again = null
        this.#scale(group)
      }, plan.againInMs)
    }
    let toFree = plan.evictMb
    for (const { instance, group: owner } of idle) {
      if (toFree <= 0) break
      toFree -= instance.revision.memoryMb
      owner.idle = owner.idle.filter((other) => other !== instance)
      void this.#destroy(instance)
    }
    for (let started = 0; started < plan.start; started++) void this.#start(group)
  }

  /** Idle instances, the one unused for the longest first. */
  #evictable(): { instance: Instance; group: Group }[] {
    return [...this.#groups.values()]
      .flatMap((group) => group.idle.map((instance) => ({ instance, group })))
      .toSorted((a, b) => a.instance.idleSince - b.instance.idleSince)
  }

  async #start(group: Group): Promise<void> {
    group.starting += 1
    try {
      const instance = await this.#bringUp(group.revision)
      group.starting -= 1
      void instance.unusable.then(() => this.#dropped(group, instance))
      this.#giveBack(group, instance)
    } catch (error) {
      group.starting -= 1
      // The next one would fail in the same way: let everybody know rather than one call after the other.
      for (const waiter of group.waiting.splice(0)) waiter.refuse(this.#asFailure(error))
      this.#serveStarved()
    }
  }

  async #bringUp(revision: Revision): Promise<Instance> {
    let instance: Instance
    this.#reservedMb += revision.memoryMb
    try {
      instance = await this.#options.create(revision)
    } finally {
      this.#reservedMb -= revision.memoryMb
    }
    this.#all.add(instance)
    const outcome = await instance.ready
    if (outcome === null) {
      const { sandbox = 0, runtime = 0 } = instance.startPhases
      this.#startMs = this.#startMs * 0.8 + Math.min(sandbox + runtime, MAX_START_MS) * 0.2
      return instance
    }
    const { id: instanceId, startPhases: phases } = instance
    const explained = await this.#options.explain(outcome, revision)
    const failure = new StartFailure({ outcome: explained, lines: instance.takeEarlyLines(), phases, instanceId })
    void this.#destroy(instance)
    throw failure
  }

  #asFailure(error: unknown): StartFailure {
    if (error instanceof StartFailure) return error
    const message = error instanceof Error ? error.message : String(error)
    this.#options.log({ level: 'error', message: 'An instance could not be started', error: message })
    return new StartFailure({ outcome: { kind: 'notStarted', message }, lines: [], phases: {}, instanceId: null })
  }

  /** An instance died by itself: when it was idle nobody else will notice. */
  #dropped(group: Group, instance: Instance): void {
    if (group.busy.has(instance)) return
    group.idle = group.idle.filter((other) => other !== instance)
    void this.#destroy(instance)
  }

  #destroy(instance: Instance): Promise<void> {
    const done = instance
      .destroy()
      .catch((error: unknown) => {
        this.#options.log({
          level: 'error',
          message: `Instance ${instance.id} was not removed whole`,
          error: String(error),
        })
      })
      .finally(() => {
        this.#destroying.delete(done)
        this.#all.delete(instance)
        this.#serveStarved()
      })
    this.#destroying.add(done)
    return done
  }

  /** Memory or a place came free: somebody may have waited for just that. */
  #serveStarved(): void {
    for (const group of this.#allGroups()) if (group.waiting.length > 0) this.#scale(group)
  }

  #tick(): void {
    const now = performance.now()
    const { freezeAfterMs, idleTimeoutMs } = this.#options
    for (const [key, group] of this.#groups) {
      const expired = group.idle.filter((instance) => now - instance.idleSince >= idleTimeoutMs)
      group.idle = group.idle.filter((instance) => !expired.includes(instance))
      for (const instance of expired) void this.#destroy(instance)
      for (const instance of group.idle) {
        if (instance.state === 'idle' && now - instance.idleSince >= freezeAfterMs) instance.freeze()
      }
      if (isEmpty(group)) this.#groups.delete(key)
    }
    for (const group of this.#retired) if (isEmpty(group)) this.#retired.delete(group)
  }
}
