import type { Revision } from '@alcove/contract'
import { StartFailure } from '../../instance/start-failure.ts'
import type { Timer } from '../clock.ts'
import { groupKey } from '../group.ts'
import type { FunctionUse } from '../ledger.ts'
import { Pool, type Lease } from '../pool.ts'
import type { PrewarmedSandbox } from '../prewarmed-sandbox.ts'
import { PrewarmedStock } from '../prewarmed-stock.ts'
import { Prewarmer } from '../prewarmer.ts'
import { Refusal } from '../refusal.ts'
import { CRASHED, FakeInstance } from './fake-instance.ts'
import { Promises, SWEEP_MS } from './promises.ts'
import { Random } from './random.ts'
import { watchTimers } from './watch-timers.ts'
import { drawWorld, EXPLAIN_MS, PREPARE_MS, type Call, type Fn, type Place, type World } from './world.ts'

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
  readonly #world: World
  /** Those of the pool. */
  readonly #timers = new Set<Timer>()
  readonly #pool: Pool<FakeInstance>
  readonly #stock: PrewarmedStock<PrewarmedSandbox>
  readonly #prewarmer: Prewarmer<PrewarmedSandbox> | null
  readonly #promises: Promises
  readonly #trace: string[] | undefined
  readonly #uses = new Set<FunctionUse>()
  #events: number
  #ids = 0
  #broken: Violation | null = null

  constructor(seed: number, maxEvents: number, trace: string[] | undefined) {
    const random = new Random(seed)
    const world = drawWorld(random)
    const { ledger, limits } = world
    const clock = watchTimers(world.clock, this.#timers)
    this.#random = random
    this.#world = world
    this.#trace = trace
    this.#events = Math.min(maxEvents, random.between(10, 60))
    const { memoryBudgetMb, prewarm } = limits
    const { runtime, memoryMb, tmpMb } = world.functions[0]!.revisions[0]!
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
      ...limits,
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
    this.#promises = new Promises(world, this.#pool, (what) => this.#break(what))
  }

  async run(): Promise<void> {
    const random = this.#random
    this.#say(JSON.stringify(this.#world.limits))
    for (const fn of this.#world.functions) {
      const { memoryMb, scaling } = fn.revisions[0]!
      this.#say(JSON.stringify({ ...fn, revisions: undefined, named: undefined, memoryMb, ...scaling }))
    }
    for (const fn of this.#world.functions) if (fn.keepReady) this.#serve(fn)
    this.#world.clock.after(0, () => this.#happen())
    await this.#until(() => this.#events <= 0)
    if (random.chance(0.7)) {
      // Everything comes to rest: nothing stands in the way of what is to be kept ready.
      await this.#until(() => this.#world.waiting.size + this.#world.running.size === 0)
      const rest = this.#world.clock.now() + 3 * SWEEP_MS + 3000
      await this.#until(() => this.#world.clock.now() >= rest)
      this.#promises.minimum()
      this.#throwBroken()
      if (random.chance(0.5)) await this.#forgetEverything()
    }
    await this.#close(random.pick([0, 50, 5000]))
  }

  /** Steps until something is so, and checks after each step. */
  async #until(done: () => boolean): Promise<void> {
    for (let steps = 0; !done(); steps++) {
      if (steps > 20_000) throw this.#violation('nothing comes to an end')
      if (this.#world.clock.timers === 0) throw this.#violation('nothing will ever happen again')
      this.#world.clock.step()
      await settled()
      this.#promises.step()
      this.#throwBroken()
    }
  }

  // What happens to the pool.

  #happen(): void {
    if (this.#events <= 0) return
    this.#events -= 1
    const random = this.#random
    const what = random.next()
    if (what < 0.72) {
      const fn = random.pick(this.#world.functions)
      const calls = random.chance(0.3) ? random.between(2, 12) : 1
      const old = random.chance(0.05) ? random.pick(fn.revisions) : null
      for (let left = calls; left > 0; left--) this.#call(fn, old ?? fn.revisions.at(-1)!)
    } else if (what < 0.82) this.#change(random.pick(this.#world.functions))
    else if (what < 0.9) this.#kill()
    else this.#cancel()
    const pause = random.chance(0.1) ? random.between(500, 2500) : random.between(0, this.#world.limits.pauseMs)
    this.#world.clock.after(pause, () => this.#happen())
  }

  #call(fn: Fn, revision: Revision): void {
    const abort = this.#random.chance(0.25) ? new AbortController() : null
    const call: Call = {
      id: ++this.#ids,
      fn,
      revision,
      since: this.#world.clock.now(),
      abort,
      lease: null,
      settled: false,
    }
    this.#say(`call ${call.id} of ${revision.id} arrives`)
    this.#name(fn, revision)
    this.#world.waiting.add(call)
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
    this.#world.running.add(call)
    const timer = this.#world.clock.after(this.#random.between(0, call.fn.callMs), () => end())
    const cutOff = () => {
      timer.cancel()
      void Promise.resolve().then(end)
    }
    const cancelled = () => instance.die({ kind: 'cancelled' })
    call.abort?.signal.addEventListener('abort', cancelled)
    const end = () => {
      call.abort?.signal.removeEventListener('abort', cancelled)
      this.#world.running.delete(call)
      instance.end(cutOff)
      this.#say(`call ${call.id} ends`)
      if (instance.usable) call.fn.failures.delete(groupKey(instance.revision))
      this.#pool.release(lease, this.#world.clock.now() - call.since)
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
      if (status === 'systemError' && !this.#world.closing)
        this.#break(`call ${call.id} was refused as if the pool closed`)
    } else if (!(error instanceof StartFailure)) this.#break(`call ${call.id} failed: ${String(error)}`)
  }

  #settle(call: Call): void {
    if (call.settled) this.#break(`call ${call.id} was settled twice`)
    call.settled = true
    this.#world.waiting.delete(call)
    this.#promises.wait(call)
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
    const living = [...this.#world.places].flatMap(({ instance }) => (instance?.usable === true ? [instance] : []))
    if (living.length === 0) return
    const instance = this.#random.pick(living)
    this.#die(instance)
    // A call that comes before the pool has noticed.
    const fn = this.#world.functions.find(({ id }) => id === instance.revision.functionId)!
    if (this.#random.chance(0.3)) this.#call(fn, instance.revision)
  }

  #die(instance: FakeInstance): void {
    const place = [...this.#world.places].find((one) => one.instance === instance)!
    this.#say(`${instance.id} dies`)
    if (instance.invocations === 0 && instance.usable) this.#failed(place)
    instance.die(CRASHED)
  }

  #cancel(): void {
    const calls = [...this.#world.waiting, ...this.#world.running].filter(({ abort }) => abort !== null)
    if (calls.length === 0) return
    const call = this.#random.pick(calls)
    this.#say(`call ${call.id} is cancelled`)
    call.abort!.abort()
  }

  // What the pool asks for.

  async #create(revision: Revision): Promise<FakeInstance> {
    const random = this.#random
    const fn = this.#world.functions.find(({ id }) => id === revision.functionId)!
    const place: Place = { fn, key: groupKey(revision), mb: revision.memoryMb, changes: fn.changes, instance: null }
    const waiting = [...this.#world.waiting].some((call) => groupKey(call.revision) === place.key)
    const first = ![...this.#world.places].some((other) => other.fn === fn && other.instance?.stopped !== true)
    this.#world.started.push(first)
    if (!waiting) this.#promises.backOff(place)
    this.#world.places.add(place)
    const id = `i${++this.#ids}`
    this.#say(`${id} of ${revision.id} starts`)
    await this.#delay(random.between(0, PREPARE_MS))
    if (random.chance(fn.startFails / 2)) {
      this.#world.places.delete(place)
      this.#failed(place)
      this.#say(`${id} cannot be made`)
      throw random.chance(0.5) ? StartFailure.early(CRASHED) : new Error('The disk is full')
    }
    const taken = this.#stock.take({ runtime: revision.runtime, memoryMb: revision.memoryMb, tmpMb: revision.tmpMb })
    if (taken !== null) this.#world.prewarmedMb -= revision.memoryMb
    const instance = new FakeInstance({
      id,
      revision,
      start: taken === null ? 'cold' : 'prewarmed',
      clock: this.#world.clock,
      stopMs: random.between(0, this.#world.limits.stopMs),
      stopFails: random.chance(0.02),
      onStop: (reason) => this.#promises.end(place, reason),
      onGone: () => this.#world.places.delete(place),
    })
    place.instance = instance
    const fails = random.chance(fn.startFails)
    this.#world.clock.after(random.between(0, this.#world.limits.startMs), () => {
      if (fails) return this.#die(instance)
      this.#say(`${id} is ready`)
      instance.becomeReady()
      if (random.chance(fn.dies / 4)) this.#die(instance)
    })
    if (random.chance(fn.dies))
      this.#world.clock.after(random.between(0, 3000), () => instance.usable && this.#die(instance))
    return instance
  }

  async #prewarm(mb: number): Promise<PrewarmedSandbox> {
    const random = this.#random
    this.#world.prewarmedMb += mb
    await this.#delay(random.between(0, this.#world.limits.startMs))
    if (random.chance(0.05)) {
      this.#world.prewarmedMb -= mb
      throw new Error('The disk is full')
    }
    const started = random.chance(0.05) ? CRASHED : null
    const sandbox = {
      usable: started === null,
      started: Promise.resolve(started),
      freeze() {},
      destroy: async () => {
        await this.#delay(random.between(0, this.#world.limits.stopMs))
        this.#world.prewarmedMb -= mb
      },
    }
    if (random.chance(0.1)) this.#world.clock.after(random.between(0, 3000), () => (sandbox.usable = false))
    return sandbox
  }

  #delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.after(ms, resolve))
  }

  #failed({ fn, key, changes }: Place): void {
    // What an old group does says nothing of the new one.
    if (changes !== fn.changes) return
    const count = (fn.failures.get(key)?.count ?? 0) + 1
    fn.failures.set(key, { count, at: this.#world.clock.now() })
  }

  /** What no call can name any more goes without the pool being closed. */
  async #forgetEverything(): Promise<void> {
    for (const fn of this.#world.functions) this.#pool.serve(fn.id, [])
    await this.#until(() => this.#world.places.size === 0)
    await settled()
    for (const { id, groups } of this.#uses) if (groups !== 0) throw this.#violation(`${id} is not forgotten`)
  }

  async #close(graceMs: number): Promise<void> {
    this.#say(`the pool closes and gives calls ${graceMs} ms`)
    this.#world.closing = true
    let closed = false
    const closing = (async () => {
      await this.#pool.close(graceMs)
      if (this.#world.places.size > 0) this.#break('instances are left after the close')
      await this.#prewarmer?.close()
      await this.#stock.close()
      closed = true
    })()
    await settled()
    await this.#until(() => closed)
    await closing
    if (this.#timers.size > 0) throw this.#violation(`${this.#timers.size} timers are left after the close`)
    // Starts, calls and deaths that nobody waits for any more.
    while (this.#world.clock.timers > 0) {
      this.#world.clock.step()
      await settled()
    }
    this.#promises.step()
    this.#throwBroken()
    const { usedMb, instances, leavingMb, leavingInstances } = this.#world.ledger
    const left = {
      usedMb,
      instances,
      leavingMb,
      leavingInstances,
      waiting: this.#world.waiting.size,
      running: this.#world.running.size,
    }
    if (Object.values(left).some((count) => count !== 0)) throw this.#violation(`left: ${JSON.stringify(left)}`)
    for (const { id, inFlight, mb } of this.#uses) {
      if (inFlight !== 0 || mb !== 0) throw this.#violation(`${id} still has ${inFlight} calls and ${mb} MB`)
    }
  }

  #throwBroken(): void {
    if (this.#broken !== null) throw this.#broken
  }

  #break(what: string): void {
    this.#broken ??= this.#violation(what)
  }

  #violation(what: string): Violation {
    this.#say(`VIOLATION: ${what}`)
    return new Violation(what)
  }

  #say(what: string): void {
    this.#trace?.push(`${this.#world.clock.now().toFixed(0).padStart(6)} ms  ${what}`)
  }
}

/** Lets everything happen that waits for nothing but its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
