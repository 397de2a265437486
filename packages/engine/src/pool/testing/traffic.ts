import type { Revision } from '@alcove/contract'
import { StartFailure } from '../../instance/start-failure.ts'
import { groupKey } from '../group.ts'
import type { FunctionUse } from '../ledger.ts'
import type { Lease, Pool } from '../pool.ts'
import { Refusal } from '../refusal.ts'
import type { FakeInstance } from './fake-instance.ts'
import type { Promises } from './promises.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import type { Supply } from './supply.ts'
import type { Call, Fn, World } from './world.ts'

interface TrafficOptions {
  random: Random
  world: World
  pool: Pool<FakeInstance>
  supply: Supply
  promises: Promises
  report: Report
  /** How many events to draw. */
  events: number
}

/** What happens to the pool from outside: calls and their ends, new revisions, deaths and cancellations. */
export class Traffic {
  /** The use of every function that was called. */
  readonly uses = new Set<FunctionUse>()
  readonly #random: Random
  readonly #world: World
  readonly #pool: Pool<FakeInstance>
  readonly #supply: Supply
  readonly #promises: Promises
  readonly #report: Report
  #events: number
  #calls = 0

  constructor({ random, world, pool, supply, promises, report, events }: TrafficOptions) {
    this.#random = random
    this.#world = world
    this.#pool = pool
    this.#supply = supply
    this.#promises = promises
    this.#report = report
    this.#events = events
  }

  get over(): boolean {
    return this.#events <= 0
  }

  start(): void {
    for (const fn of this.#world.functions) if (fn.keepReady) this.#serve(fn)
    this.#world.clock.after(0, () => this.#happen())
  }

  #happen(): void {
    if (this.over) return
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
      id: ++this.#calls,
      fn,
      revision,
      since: this.#world.clock.now(),
      abort,
      lease: null,
      settled: false,
    }
    this.#report.say(`call ${call.id} of ${revision.id} arrives`)
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
    this.#report.say(`call ${call.id} runs in ${instance.id}`)
    this.#settle(call)
    this.uses.add(lease.group.use)
    if (groupKey(instance.revision) !== groupKey(call.revision))
      this.#report.break(`call ${call.id} runs in another revision`)
    if (!instance.usable || instance.stopped) this.#report.break(`call ${call.id} got an instance that takes no calls`)
    if (instance.state === 'frozen') this.#report.break(`call ${call.id} got an instance that is frozen`)
    if (lease.concurrency < 1) this.#report.break(`call ${call.id} is not among those in flight`)
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
      this.#report.say(`call ${call.id} ends`)
      if (instance.usable) call.fn.failures.delete(groupKey(instance.revision))
      this.#pool.release(lease, this.#world.clock.now() - call.since)
    }
    instance.begin(cutOff)
    if (call.abort?.signal.aborted === true) cancelled()
  }

  #refused(call: Call, error: unknown): void {
    this.#settle(call)
    this.#report.say(`call ${call.id} is refused: ${String(error)}`)
    if (error instanceof Refusal) {
      const { status } = error
      if (status === 'cancelled' && call.abort?.signal.aborted !== true)
        this.#report.break(`call ${call.id} was not cancelled`)
      if (status === 'systemError' && !this.#world.closing)
        this.#report.break(`call ${call.id} was refused as if the pool closed`)
    } else if (!(error instanceof StartFailure)) this.#report.break(`call ${call.id} failed: ${String(error)}`)
  }

  #settle(call: Call): void {
    if (call.settled) this.#report.break(`call ${call.id} was settled twice`)
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
    this.#report.say(`${revision.id} (${revision.storageMb} MB of storage) is served, kept ready: ${fn.keepReady}`)
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
    this.#supply.die(instance)
    // A call that comes before the pool has noticed.
    const fn = this.#world.functions.find(({ id }) => id === instance.revision.functionId)!
    if (this.#random.chance(0.3)) this.#call(fn, instance.revision)
  }

  #cancel(): void {
    const calls = [...this.#world.waiting, ...this.#world.running].filter(({ abort }) => abort !== null)
    if (calls.length === 0) return
    const call = this.#random.pick(calls)
    this.#report.say(`call ${call.id} is cancelled`)
    call.abort!.abort()
  }
}
