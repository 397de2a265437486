import type { Revision } from '@alcove/contract'
import { StartFailure } from '../../instance/start-failure.ts'
import { groupKey } from '../group.ts'
import type { PrewarmedSandbox } from '../prewarmed-sandbox.ts'
import type { PrewarmedStock } from '../prewarmed-stock.ts'
import { CRASHED, FakeInstance } from './fake-instance.ts'
import type { Promises } from './promises.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'
import { PREPARE_MS, type Place, type World } from './world.ts'

interface SupplyOptions {
  random: Random
  world: World
  stock: PrewarmedStock<PrewarmedSandbox>
  promises: Promises
  report: Report
}

/** Makes what the pool asks for. Starts fail, and what was started dies, as the world says. */
export class Supply {
  readonly #random: Random
  readonly #world: World
  readonly #stock: PrewarmedStock<PrewarmedSandbox>
  readonly #promises: Promises
  readonly #report: Report
  #made = 0

  constructor({ random, world, stock, promises, report }: SupplyOptions) {
    this.#random = random
    this.#world = world
    this.#stock = stock
    this.#promises = promises
    this.#report = report
  }

  async create(revision: Revision): Promise<FakeInstance> {
    const random = this.#random
    const fn = this.#world.functions.find(({ id }) => id === revision.functionId)!
    const place: Place = { fn, key: groupKey(revision), mb: revision.memoryMb, changes: fn.changes, instance: null }
    const waiting = [...this.#world.waiting].some((call) => groupKey(call.revision) === place.key)
    const first = ![...this.#world.places].some((other) => other.fn === fn && other.instance?.stopped !== true)
    this.#world.started.push(first)
    if (!waiting) this.#promises.backOff(place)
    this.#world.places.add(place)
    const id = `i${++this.#made}`
    this.#report.say(`${id} of ${revision.id} starts`)
    await this.delay(random.between(0, PREPARE_MS))
    if (random.chance(fn.startFails / 2)) {
      this.#world.places.delete(place)
      this.#failed(place)
      this.#report.say(`${id} cannot be made`)
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
      if (fails) return this.die(instance)
      this.#report.say(`${id} is ready`)
      instance.becomeReady()
      if (random.chance(fn.dies / 4)) this.die(instance)
    })
    if (random.chance(fn.dies))
      this.#world.clock.after(random.between(0, 3000), () => instance.usable && this.die(instance))
    return instance
  }

  async prewarm(mb: number): Promise<PrewarmedSandbox> {
    const random = this.#random
    this.#world.prewarmedMb += mb
    await this.delay(random.between(0, this.#world.limits.startMs))
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
        await this.delay(random.between(0, this.#world.limits.stopMs))
        this.#world.prewarmedMb -= mb
      },
    }
    if (random.chance(0.1)) this.#world.clock.after(random.between(0, 3000), () => (sandbox.usable = false))
    return sandbox
  }

  die(instance: FakeInstance): void {
    const place = [...this.#world.places].find((one) => one.instance === instance)!
    this.#report.say(`${instance.id} dies`)
    if (instance.invocations === 0 && instance.usable) this.#failed(place)
    instance.die(CRASHED)
  }

  delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.after(ms, resolve))
  }

  #failed({ fn, key, changes }: Place): void {
    // What an old group does says nothing of the new one.
    if (changes !== fn.changes) return
    const count = (fn.failures.get(key)?.count ?? 0) + 1
    fn.failures.set(key, { count, at: this.#world.clock.now() })
  }
}
