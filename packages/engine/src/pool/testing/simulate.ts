import type { InstanceEndReason, Revision } from '@alcove/contract'
import { StartFailure } from '../../instance/start-failure.ts'
import { groupKey } from '../group.ts'
import { Ledger, type FunctionUse } from '../ledger.ts'
import { Pool, type Lease } from '../pool.ts'
import type { PrewarmedSandbox } from '../prewarmed-sandbox.ts'
import { PrewarmedStock } from '../prewarmed-stock.ts'
import { Prewarmer } from '../prewarmer.ts'
import { Refusal } from '../refusal.ts'
import { backOffMs } from '../rules/back-off.ts'
import type { Clock, Timer } from '../clock.ts'
import { FakeClock } from './fake-clock.ts'
import { CRASHED, FakeInstance } from './fake-instance.ts'
import { Random } from './random.ts'
import { revisionOf } from './revision-of.ts'

/** A function of the simulated world, and how it behaves. */
interface Fn {
  id: string
  space: string
  /** The one that calls name now, last. */
  revisions: Revision[]
  callMs: number
  startFails: number
  dies: number
  keepReady: boolean
  /** What was called or served last, and how often that has changed: each change may leave a retired group behind. */
  named: Revision
  changes: number
  /** Since when its space has had nothing although a function of another space has enough to give some up. */
  owedSince: number | null
  /** Start failures in a row and when the last one was, by key of the group. */
  failures: Map<string, { count: number; at: number }>
}

interface Call {
  id: number
  fn: Fn
  revision: Revision
  since: number
  abort: AbortController | null
  lease: Lease<FakeInstance> | null
  settled: boolean
}

/** An instance that is being made, is there, or is being ended. */
interface Place {
  fn: Fn
  key: string
  mb: number
  /** How often its function had changed when it was started. */
  changes: number
  instance: FakeInstance | null
}

const SWEEP_MS = 500
const PREPARE_MS = 20
const EXPLAIN_MS = 10

/** A promise of the pool's was broken. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/**
 * Runs a pool in a world drawn from the seed, and checks after every step that it keeps its promises.
 * @param maxEvents ends the run after so many events from outside; the events before that stay the same
 * @param trace gets a line for everything that happens
 * @throws {Violation} when the pool breaks a promise
 */
export function simulate(seed: number, maxEvents = Infinity, trace?: string[]): Promise<void> {
  return new Simulation(seed, maxEvents, trace).run()
}

class Simulation {
  readonly #random: Random
  readonly #clock = new FakeClock()
  readonly #ledger = new Ledger()
  /** Those of the pool. */
  readonly #timers = new Set<Timer>()
  readonly #limits: ReturnType<typeof drawLimits>
  readonly #functions: Fn[]
  readonly #pool: Pool<FakeInstance>
  readonly #stock: PrewarmedStock<PrewarmedSandbox>
  readonly #prewarmer: Prewarmer<PrewarmedSandbox> | null
  readonly #trace: string[] | undefined
  /** Calls that have no slot yet, oldest first, and calls that run. */
  readonly #waiting = new Set<Call>()
  readonly #running = new Set<Call>()
  readonly #places = new Set<Place>()
  readonly #uses = new Set<FunctionUse>()
  #prewarmedMb = 0
  /** For each start of the step, whether its function had no instance. */
  #started: boolean[] = []
  #events: number
  #ids = 0
  #closing = false
  #broken: Violation | null = null

  constructor(seed: number, maxEvents: number, trace: string[] | undefined) {
    const random = new Random(seed)
    const clock = watchTimers(this.#clock, this.#timers)
    const ledger = this.#ledger
    this.#random = random
    this.#trace = trace
    this.#limits = drawLimits(random)
    this.#functions = drawFunctions(random, this.#limits)
    this.#events = Math.min(maxEvents, random.between(10, 60))
    const { memoryBudgetMb, prewarm } = this.#limits
    const { runtime, memoryMb, tmpMb } = this.#functions[0]!.revisions[0]!
    const log = () => {}
    this.#stock = new PrewarmedStock({
      clock,
      common: { runtime, memoryMb, tmpMb },
      floor: prewarm,
      memoryBudgetMb,
      ledger,
      supports: () => true,
      log,
    })
    this.#pool = new Pool<FakeInstance>({
      ...this.#limits,
      clock,
      ledger,
      prewarmed: this.#stock,
      slotsOf: ({ scaling }) => scaling.concurrency,
      create: (revision) => this.#create(revision),
      explain: async (outcome) => {
        if (random.chance(0.2)) await this.#delay(random.between(0, EXPLAIN_MS))
        return outcome
      },
      onEnded: (instance) => this.#say(`${instance.id} is gone`),
      log,
    })
    this.#prewarmer =
      prewarm === 0
        ? null
        : new Prewarmer({
            clock,
            stock: this.#stock,
            ledger,
            busy: () => this.#pool.starting > 0,
            start: ({ memoryMb: mb }) => this.#prewarm(mb),
            log,
          })
  }

  async run(): Promise<void> {
    const random = this.#random
    this.#say(JSON.stringify(this.#limits))
    for (const fn of this.#functions) {
      const { memoryMb, scaling } = fn.revisions[0]!
      this.#say(JSON.stringify({ ...fn, revisions: undefined, named: undefined, memoryMb, ...scaling }))
    }
    for (const fn of this.#functions) if (fn.keepReady) this.#serve(fn)
    this.#clock.after(0, () => this.#happen())
    await this.#until(() => this.#events <= 0)
    if (random.chance(0.7)) {
      // Everything comes to rest: nothing stands in the way of what is to be kept ready.
      await this.#until(() => this.#waiting.size + this.#running.size === 0)
      const rest = this.#clock.now() + 3 * SWEEP_MS + 3000
      await this.#until(() => this.#clock.now() >= rest)
      this.#checkMinimum()
      if (random.chance(0.5)) await this.#forgetEverything()
    }
    await this.#close(random.pick([0, 50, 5000]))
  }

  /** Steps until something is so, and checks after each step. */
  async #until(done: () => boolean): Promise<void> {
    for (let steps = 0; !done(); steps++) {
      if (steps > 20_000) throw this.#violation('nothing comes to an end')
      if (this.#clock.timers === 0) throw this.#violation('nothing will ever happen again')
      this.#clock.step()
      await settled()
      this.#check()
      if (this.#broken !== null) throw this.#broken
    }
  }

  // What happens to the pool.

  #happen(): void {
    if (this.#events <= 0) return
    this.#events -= 1
    const random = this.#random
    const what = random.next()
    if (what < 0.72) {
      const fn = random.pick(this.#functions)
      const calls = random.chance(0.3) ? random.between(2, 12) : 1
      const old = random.chance(0.05) ? random.pick(fn.revisions) : null
      for (let left = calls; left > 0; left--) this.#call(fn, old ?? fn.revisions.at(-1)!)
    } else if (what < 0.82) this.#change(random.pick(this.#functions))
    else if (what < 0.9) this.#kill()
    else this.#cancel()
    const pause = random.chance(0.1) ? random.between(500, 2500) : random.between(0, this.#limits.pauseMs)
    this.#clock.after(pause, () => this.#happen())
  }

  #call(fn: Fn, revision: Revision): void {
    const abort = this.#random.chance(0.25) ? new AbortController() : null
    const call: Call = {
      id: ++this.#ids,
      fn,
      revision,
      since: this.#clock.now(),
      abort,
      lease: null,
      settled: false,
    }
    this.#say(`call ${call.id} of ${revision.id} arrives`)
    this.#name(fn, revision)
    this.#waiting.add(call)
    try {
      const given = this.#pool.acquire(revision, abort?.signal)
      if (given instanceof Promise) {
        given.then(
          (lease) => this.#begin(call, lease),
          (error: unknown) => this.#refused(call, error),
        )
      } else this.#begin(call, given)
    } catch (error) {
      this.#refused(call, error)
    }
  }

  #begin(call: Call, lease: Lease<FakeInstance>): void {
    const { instance } = lease
    this.#say(`call ${call.id} runs in ${instance.id}`)
    this.#settle(call)
    this.#uses.add(lease.group.use)
    if (groupKey(instance.revision) !== groupKey(call.revision)) this.#break(`call ${call.id} runs in another revision`)
    if (!instance.usable || instance.stopped) this.#break(`call ${call.id} got an instance that takes no calls`)
    if (instance.state === 'frozen') this.#break(`call ${call.id} got an instance that is frozen`)
    if (lease.concurrency < 1) this.#break(`call ${call.id} is not among those in flight`)
    call.lease = lease
    this.#running.add(call)
    const timer = this.#clock.after(this.#random.between(0, call.fn.callMs), () => end())
    const cutOff = () => {
      timer.cancel()
      void Promise.resolve().then(end)
    }
    const cancelled = () => instance.die({ kind: 'cancelled' })
    call.abort?.signal.addEventListener('abort', cancelled)
    const end = () => {
      call.abort?.signal.removeEventListener('abort', cancelled)
      this.#running.delete(call)
      instance.end(cutOff)
      this.#say(`call ${call.id} ends`)
      if (instance.usable) call.fn.failures.delete(groupKey(instance.revision))
      this.#pool.release(lease, this.#clock.now() - call.since)
    }
    instance.begin(cutOff)
    if (call.abort?.signal.aborted === true) cancelled()
  }

  #refused(call: Call, error: unknown): void {
    this.#settle(call)
    this.#say(`call ${call.id} is refused: ${String(error)}`)
    if (error instanceof Refusal) {
      const { status } = error
      if (status === 'cancelled' && call.abort?.signal.aborted !== true)
        this.#break(`call ${call.id} was not cancelled`)
      if (status === 'systemError' && !this.#closing) this.#break(`call ${call.id} was refused as if the pool closed`)
    } else if (!(error instanceof StartFailure)) this.#break(`call ${call.id} failed: ${String(error)}`)
  }

  #settle(call: Call): void {
    if (call.settled) this.#break(`call ${call.id} was settled twice`)
    call.settled = true
    this.#waiting.delete(call)
    this.#checkWait(call)
  }

  /** Its revision is replaced, or what its space allows changes, or whether to keep it ready. */
  #change(fn: Fn): void {
    const random = this.#random
    const last = fn.revisions.at(-1)!
    const what = random.next()
    if (what < 0.4) fn.revisions.push({ ...last, id: `${fn.id}@${fn.revisions.length + 1}` })
    else if (what < 0.6) fn.revisions.push({ ...last, storageMb: last.storageMb + 1 })
    else if (what < 0.8) {
      fn.keepReady = !fn.keepReady
      fn.failures.clear()
    } else if (fn.revisions.length > 1) fn.revisions.push(fn.revisions.at(-2)!)
    this.#serve(fn)
  }

  #serve(fn: Fn): void {
    const revision = fn.revisions.at(-1)!
    this.#name(fn, revision)
    this.#say(`${revision.id} (${revision.storageMb} MB of storage) is served, kept ready: ${fn.keepReady}`)
    this.#pool.serve(fn.id, [{ revision, keepReady: fn.keepReady, prepare: false }])
  }

  #name(fn: Fn, revision: Revision): void {
    if (fn.named === revision) return
    fn.named = revision
    fn.changes += 1
    fn.failures.clear()
  }

  #kill(): void {
    const living = [...this.#places].flatMap(({ instance }) => (instance?.usable === true ? [instance] : []))
    if (living.length === 0) return
    const instance = this.#random.pick(living)
    this.#die(instance)
    // A call that comes before the pool has noticed.
    const fn = this.#functions.find(({ id }) => id === instance.revision.functionId)!
    if (this.#random.chance(0.3)) this.#call(fn, instance.revision)
  }

  #die(instance: FakeInstance): void {
    const place = [...this.#places].find((one) => one.instance === instance)!
    this.#say(`${instance.id} dies`)
    if (instance.invocations === 0 && instance.usable) this.#failed(place)
    instance.die(CRASHED)
  }

  #cancel(): void {
    const calls = [...this.#waiting, ...this.#running].filter(({ abort }) => abort !== null)
    if (calls.length === 0) return
    const call = this.#random.pick(calls)
    this.#say(`call ${call.id} is cancelled`)
    call.abort!.abort()
  }

  // What the pool asks for.

  async #create(revision: Revision): Promise<FakeInstance> {
    const random = this.#random
    const fn = this.#functions.find(({ id }) => id === revision.functionId)!
    const place: Place = { fn, key: groupKey(revision), mb: revision.memoryMb, changes: fn.changes, instance: null }
    const waiting = [...this.#waiting].some((call) => groupKey(call.revision) === place.key)
    const first = ![...this.#places].some((other) => other.fn === fn && other.instance?.stopped !== true)
    this.#started.push(first)
    if (!waiting) this.#checkBackOff(place)
    this.#places.add(place)
    const id = `i${++this.#ids}`
    this.#say(`${id} of ${revision.id} starts`)
    await this.#delay(random.between(0, PREPARE_MS))
    if (random.chance(fn.startFails / 2)) {
      this.#places.delete(place)
      this.#failed(place)
      this.#say(`${id} cannot be made`)
      throw random.chance(0.5) ? StartFailure.early(CRASHED) : new Error('The disk is full')
    }
    const taken = this.#stock.take({ runtime: revision.runtime, memoryMb: revision.memoryMb, tmpMb: revision.tmpMb })
    if (taken !== null) this.#prewarmedMb -= revision.memoryMb
    const instance = new FakeInstance({
      id,
      revision,
      start: taken === null ? 'cold' : 'prewarmed',
      clock: this.#clock,
      stopMs: random.between(0, this.#limits.stopMs),
      stopFails: random.chance(0.02),
      onStop: (reason) => this.#checkEnd(place, reason),
      onGone: () => this.#places.delete(place),
    })
    place.instance = instance
    const fails = random.chance(fn.startFails)
    this.#clock.after(random.between(0, this.#limits.startMs), () => {
      if (fails) return this.#die(instance)
      this.#say(`${id} is ready`)
      instance.becomeReady()
      if (random.chance(fn.dies / 4)) this.#die(instance)
    })
    if (random.chance(fn.dies)) this.#clock.after(random.between(0, 3000), () => instance.usable && this.#die(instance))
    return instance
  }

  async #prewarm(mb: number): Promise<PrewarmedSandbox> {
    const random = this.#random
    this.#prewarmedMb += mb
    await this.#delay(random.between(0, this.#limits.startMs))
    if (random.chance(0.05)) {
      this.#prewarmedMb -= mb
      throw new Error('The disk is full')
    }
    const started = random.chance(0.05) ? CRASHED : null
    const sandbox = {
      usable: started === null,
      started: Promise.resolve(started),
      freeze() {},
      destroy: async () => {
        await this.#delay(random.between(0, this.#limits.stopMs))
        this.#prewarmedMb -= mb
      },
    }
    if (random.chance(0.1)) this.#clock.after(random.between(0, 3000), () => (sandbox.usable = false))
    return sandbox
  }

  #delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve))
  }

  #failed({ fn, key, changes }: Place): void {
    // What an old group does says nothing of the new one.
    if (changes !== fn.changes) return
    const count = (fn.failures.get(key)?.count ?? 0) + 1
    fn.failures.set(key, { count, at: this.#clock.now() })
  }

  // What has to hold.

  #check(): void {
    const { memoryBudgetMb, maxInstances, maxStarting, maxWaiting } = this.#limits
    const now = this.#clock.now()
    const ledger = this.#ledger
    let usedMb = this.#prewarmedMb
    const living = new Map<string, number>()
    for (const { key, mb, instance } of this.#places) {
      usedMb += mb
      if (instance?.stopped !== true) living.set(key, (living.get(key) ?? 0) + 1)
      if (instance === null) continue
      if (instance.leases !== instance.calls.size) {
        this.#break(`${instance.id} has ${instance.leases} leases and ${instance.calls.size} calls`)
      }
      if (instance.leases > instance.revision.scaling.concurrency) this.#break(`${instance.id} has too many calls`)
    }
    if (ledger.usedMb !== usedMb) this.#break(`the ledger has ${ledger.usedMb} MB in use rather than ${usedMb}`)
    if (ledger.instances !== this.#places.size) {
      this.#break(`the ledger has ${ledger.instances} instances rather than ${this.#places.size}`)
    }
    if (usedMb > memoryBudgetMb) this.#break(`${usedMb} MB are in use`)
    if (this.#places.size > maxInstances) this.#break(`there are ${this.#places.size} instances`)
    if (this.#pool.starting > maxStarting) this.#break(`${this.#pool.starting} instances start`)

    if (this.#started.length > 0 && !this.#started.includes(true)) {
      const heldMb = usedMb - ledger.leavingMb
      if (heldMb > (memoryBudgetMb * 7) / 8) this.#break(`${heldMb} MB are held, some of them are for first instances`)
      if (this.#pool.starting >= maxStarting) this.#break('the last start was not for a first instance')
    }
    this.#started = []

    for (const fn of this.#functions) {
      // A revision that was replaced and has come back may have an old group, which runs out, beside the new one.
      const groups = fn.changes + 1
      let heldMb = 0
      for (const { fn: owner, mb, instance } of this.#places) {
        if (owner.space === fn.space && instance?.stopped !== true) heldMb += mb
      }
      if (ledger.ofSpace(fn.space) !== heldMb) {
        this.#break(`the ledger has ${ledger.ofSpace(fn.space)} MB for ${fn.space} rather than ${heldMb}`)
      }
      for (const revision of new Set(fn.revisions)) {
        const most = revision.scaling.maxInstances * groups
        const count = living.get(groupKey(revision)) ?? 0
        if (count > most) this.#break(`${revision.id} has ${count} instances`)
      }
    }

    const waiting = new Map<string, number>()
    for (const call of this.#waiting) {
      this.#checkWait(call)
      waiting.set(call.fn.id, (waiting.get(call.fn.id) ?? 0) + 1)
    }
    const queued = new Map(this.#pool.queues(now).map((queue) => [queue.functionId, queue.waiting]))
    for (const fn of this.#functions) {
      const count = waiting.get(fn.id) ?? 0
      if (queued.get(fn.id) === 0) this.#break(`a queue of ${fn.id} is empty`)
      if ((queued.get(fn.id) ?? 0) !== count)
        this.#break(`${count} calls of ${fn.id} wait, ${queued.get(fn.id)} in queues`)
      if (count > maxWaiting * (fn.changes + 1)) this.#break(`${count} calls of ${fn.id} wait`)
      this.#checkFairness(fn, count)
    }
  }

  #checkWait(call: Call): void {
    const { maxWaitMs, startMs, freezeAfterMs } = this.#limits
    const waited = this.#clock.now() - call.since
    const most = maxWaitMs + PREPARE_MS + startMs + EXPLAIN_MS + Math.max(5, freezeAfterMs / 2)
    if (waited > most) this.#break(`call ${call.id} has waited for ${waited} ms`)
  }

  /** A function of a space that has nothing gets an instance in time when another space has enough to give one up. */
  #checkFairness(fn: Fn, waiting: number): void {
    const now = this.#clock.now()
    const owed = waiting > 0 && !this.#closing && this.#ledger.ofSpace(fn.space) === 0 && this.#hasGiver(fn)
    if (!owed) {
      fn.owedSince = null
      return
    }
    fn.owedSince ??= now
    const { startMs, stopMs, longestCallMs } = this.#limits
    const soon = longestCallMs + 2 * (stopMs + startMs + PREPARE_MS) + 2 * SWEEP_MS
    if (now - fn.owedSince > soon) this.#break(`${fn.space} has had nothing for ${now - fn.owedSince} ms`)
  }

  /** Whether a function of another space can give up what this one needs and still hold as much. */
  #hasGiver(fn: Fn): boolean {
    const neededMb = fn.revisions.at(-1)!.memoryMb
    return this.#functions.some(({ space, revisions, keepReady }) => {
      const { memoryMb, scaling } = revisions.at(-1)!
      const key = groupKey(revisions.at(-1)!)
      const there = [...this.#places].filter((place) => place.key === key && place.instance?.stopped !== true).length
      const spare = there - (keepReady ? scaling.minInstances : 0)
      const count = Math.ceil(neededMb / memoryMb)
      return space !== fn.space && count <= spare && this.#ledger.ofSpace(space) - count * memoryMb >= neededMb
    })
  }

  #checkEnd({ fn, key }: Place, reason: InstanceEndReason): void {
    const { scaling } = fn.revisions.at(-1)!
    if (reason !== 'evicted' || !fn.keepReady || key !== groupKey(fn.revisions.at(-1)!)) return
    const left = [...this.#places].filter((place) => place.key === key && place.instance?.stopped !== true).length
    if (left < scaling.minInstances) this.#break(`an instance of ${fn.id} that was to be kept ready was evicted`)
  }

  #checkBackOff({ fn, key }: Place): void {
    const failures = fn.failures.get(key)
    // A revision that has come back may have an old group with the same key: whose failures they are is not known.
    const cameBack = fn.revisions.filter((revision) => groupKey(revision) === key).length > 1
    if (failures === undefined || cameBack) return
    const since = this.#clock.now() - failures.at
    if (since < backOffMs(failures.count)) {
      this.#break(`${fn.id} is started again ${since} ms after failure ${failures.count}, and no call waits`)
    }
  }

  #checkMinimum(): void {
    const kept = this.#functions.filter(({ keepReady }) => keepReady)
    if (
      this.#limits.prewarm > 0 ||
      this.#limits.maxAgeMs < 1e9 ||
      kept.some(({ startFails, dies }) => startFails + dies > 0)
    )
      return
    const sum = (of: (revision: Revision) => number) =>
      kept.reduce((total, { revisions }) => total + of(revisions.at(-1)!), 0)
    const { memoryBudgetMb, maxInstances } = this.#limits
    if (sum(({ memoryMb, scaling }) => memoryMb * scaling.minInstances) > (memoryBudgetMb * 7) / 8) return
    if (sum(({ scaling }) => scaling.minInstances) > maxInstances) return
    for (const { revisions } of kept) {
      const revision = revisions.at(-1)!
      const there = [...this.#places].filter(
        ({ key, instance }) => key === groupKey(revision) && instance?.stopped !== true,
      )
      if (there.length < revision.scaling.minInstances) this.#break(`${revision.id} has only ${there.length} instances`)
    }
    if (this.#broken !== null) throw this.#broken
  }

  /** What no call can name any more goes without the pool being closed. */
  async #forgetEverything(): Promise<void> {
    for (const fn of this.#functions) this.#pool.serve(fn.id, [])
    await this.#until(() => this.#places.size === 0)
    await settled()
    for (const { id, groups } of this.#uses) if (groups !== 0) throw this.#violation(`${id} is not forgotten`)
  }

  async #close(graceMs: number): Promise<void> {
    this.#say(`the pool closes and gives calls ${graceMs} ms`)
    this.#closing = true
    let closed = false
    const closing = (async () => {
      await this.#pool.close(graceMs)
      if (this.#places.size > 0) this.#break('instances are left after the close')
      await this.#prewarmer?.close()
      await this.#stock.close()
      closed = true
    })()
    await settled()
    await this.#until(() => closed)
    await closing
    if (this.#timers.size > 0) throw this.#violation(`${this.#timers.size} timers are left after the close`)
    // Starts, calls and deaths that nobody waits for any more.
    while (this.#clock.timers > 0) {
      this.#clock.step()
      await settled()
    }
    this.#check()
    if (this.#broken !== null) throw this.#broken
    const { usedMb, instances, leavingMb, leavingInstances } = this.#ledger
    const left = {
      usedMb,
      instances,
      leavingMb,
      leavingInstances,
      waiting: this.#waiting.size,
      running: this.#running.size,
    }
    if (Object.values(left).some((count) => count !== 0)) throw this.#violation(`left: ${JSON.stringify(left)}`)
    for (const { id, inFlight, mb } of this.#uses) {
      if (inFlight !== 0 || mb !== 0) throw this.#violation(`${id} still has ${inFlight} calls and ${mb} MB`)
    }
  }

  #break(what: string): void {
    this.#broken ??= this.#violation(what)
  }

  #violation(what: string): Violation {
    this.#say(`VIOLATION: ${what}`)
    return new Violation(what)
  }

  #say(what: string): void {
    this.#trace?.push(`${this.#clock.now().toFixed(0).padStart(6)} ms  ${what}`)
  }
}

/** Lets everything happen that waits for nothing but its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Keeps the timers that have been set and neither run nor cancelled. */
function watchTimers(clock: Clock, timers: Set<Timer>): Clock {
  return {
    now: () => clock.now(),
    after: (ms, run) => {
      const timer = clock.after(ms, () => {
        timers.delete(watched)
        run()
      })
      const watched = watch(timer)
      return watched
    },
    every: (ms, run) => watch(clock.every(ms, run)),
  }

  function watch(timer: Timer): Timer {
    const watched = {
      cancel: () => {
        timers.delete(watched)
        timer.cancel()
      },
    }
    timers.add(watched)
    return watched
  }
}

function drawLimits(random: Random) {
  const longestCallMs = random.pick([20, 200, 1000, 4000])
  return {
    memoryBudgetMb: random.pick([256, 512, 1024, 2048]),
    maxInstances: random.between(1, 12),
    maxStarting: random.between(2, 6),
    maxWaiting: random.between(1, 30),
    maxWaitMs: random.pick([200, 1000, 3000, 10_000]),
    freezeAfterMs: random.pick([50, 200, 1000]),
    maxAgeMs: random.pick([2000, 10_000, 1e9]),
    maxInvocations: random.pick([1, 3, 20, 1e9]),
    startMs: random.pick([5, 50, 300]),
    stopMs: random.pick([0, 20, 200]),
    pauseMs: random.pick([0, 10, 100, 300]),
    prewarm: random.chance(0.3) ? random.between(1, 2) : 0,
    largestMb: random.pick([64, 128, 256]),
    longestCallMs,
  }
}

function drawFunctions(
  random: Random,
  { largestMb, longestCallMs }: { largestMb: number; longestCallMs: number },
): Fn[] {
  const functions: Fn[] = []
  const spaces = random.between(1, 4)
  const reliable = random.chance(0.4)
  for (let space = 1; space <= spaces; space++) {
    const count = random.between(1, 3)
    for (let at = 1; at <= count; at++) functions.push(drawFunction(random, `s${space}`, `s${space}/f${at}`))
  }
  return functions

  function drawFunction(from: Random, space: string, id: string): Fn {
    const maxInstances = from.between(1, 6)
    const revision = revisionOf(id, {
      memoryMb: from.pick([64, 128, 256].filter((mb) => mb <= largestMb)),
      scaling: {
        minInstances: from.chance(0.3) ? from.between(1, Math.min(2, maxInstances)) : 0,
        maxInstances,
        concurrency: from.chance(0.3) ? from.between(2, 6) : 1,
        idleTimeoutSeconds: from.pick([0.5, 1, 2]),
      },
    })
    return {
      id,
      space,
      revisions: [revision],
      callMs: from.between(0, longestCallMs),
      startFails: reliable ? 0 : from.pick([0, 0, 0.1, 0.5, 1]),
      dies: reliable ? 0 : from.pick([0, 0, 0.2, 0.6]),
      keepReady: from.chance(0.5),
      named: revision,
      changes: 0,
      owedSince: null,
      failures: new Map(),
    }
  }
}
