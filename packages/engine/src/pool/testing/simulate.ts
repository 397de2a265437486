import type { Timer } from '../clock.ts'
import { Pool } from '../pool.ts'
import type { PrewarmedSandbox } from '../prewarmed-sandbox.ts'
import { PrewarmedStock } from '../prewarmed-stock.ts'
import { Prewarmer } from '../prewarmer.ts'
import type { FakeInstance } from './fake-instance.ts'
import { Promises, SWEEP_MS } from './promises.ts'
import { Random } from './random.ts'
import { Report } from './report.ts'
import { Supply } from './supply.ts'
import { Traffic } from './traffic.ts'
import { watchTimers } from './watch-timers.ts'
import { drawWorld, EXPLAIN_MS, type World } from './world.ts'

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
  readonly #report: Report
  readonly #traffic: Traffic

  constructor(seed: number, maxEvents: number, trace: string[] | undefined) {
    const random = new Random(seed)
    const world = drawWorld(random)
    const { ledger, limits } = world
    const clock = watchTimers(world.clock, this.#timers)
    this.#random = random
    this.#world = world
    const events = Math.min(maxEvents, random.between(10, 60))
    const report = new Report(world.clock, trace)
    const promises = new Promises(world, (what) => report.break(what))
    this.#report = report
    this.#promises = promises
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
    const supply = new Supply({ random, world, stock: this.#stock, promises, report })
    this.#pool = new Pool<FakeInstance>({
      ...limits,
      clock,
      ledger,
      prewarmed: this.#stock,
      slotsOf: ({ scaling }) => scaling.concurrency,
      create: (revision) => supply.create(revision),
      explain: async (outcome) => {
        if (random.chance(0.2)) await supply.delay(random.between(0, EXPLAIN_MS))
        return outcome
      },
      onEnded: (instance) => report.say(`${instance.id} is gone`),
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
            start: ({ memoryMb: mb }) => supply.prewarm(mb),
            log,
          })
    this.#traffic = new Traffic({ random, world, pool: this.#pool, supply, promises, report, events })
  }

  async run(): Promise<void> {
    const random = this.#random
    this.#report.say(JSON.stringify(this.#world.limits))
    for (const fn of this.#world.functions) {
      const { memoryMb, scaling } = fn.revisions[0]!
      this.#report.say(JSON.stringify({ ...fn, revisions: undefined, named: undefined, memoryMb, ...scaling }))
    }
    this.#traffic.start()
    await this.#until(() => this.#traffic.over)
    if (random.chance(0.7)) {
      // At rest, nothing keeps the pool from its minimum of ready instances.
      await this.#until(() => this.#world.waiting.size + this.#world.running.size === 0)
      const rest = this.#world.clock.now() + 3 * SWEEP_MS + 3000
      await this.#until(() => this.#world.clock.now() >= rest)
      this.#promises.minimum()
      this.#report.throwBroken()
      if (random.chance(0.5)) await this.#forgetEverything()
    }
    await this.#close(random.pick([0, 50, 5000]))
  }

  /** Steps until `done()` returns true, and checks after each step. */
  async #until(done: () => boolean): Promise<void> {
    for (let steps = 0; !done(); steps++) {
      if (steps > 20_000) throw this.#report.violation('nothing comes to an end')
      if (this.#world.clock.timers === 0) throw this.#report.violation('nothing will ever happen again')
      this.#world.clock.step()
      await settled()
      this.#promises.step(this.#pool)
      this.#report.throwBroken()
    }
  }

  /** The pool forgets functions that no call can name any more, while it is open. */
  async #forgetEverything(): Promise<void> {
    for (const fn of this.#world.functions) this.#pool.serve(fn.id, [])
    await this.#until(() => this.#world.places.size === 0)
    await settled()
    for (const { id, groups } of this.#traffic.uses)
      if (groups !== 0) throw this.#report.violation(`${id} is not forgotten`)
  }

  async #close(graceMs: number): Promise<void> {
    this.#report.say(`the pool closes and gives calls ${graceMs} ms`)
    this.#world.closing = true
    let closed = false
    const closing = (async () => {
      await this.#pool.close(graceMs)
      if (this.#world.places.size > 0) this.#report.break('instances are left after the close')
      await this.#prewarmer?.close()
      await this.#stock.close()
      closed = true
    })()
    await settled()
    await this.#until(() => closed)
    await closing
    if (this.#timers.size > 0) throw this.#report.violation(`${this.#timers.size} timers are left after the close`)
    // Starts, calls and deaths that nobody waits for any more.
    while (this.#world.clock.timers > 0) {
      this.#world.clock.step()
      await settled()
    }
    this.#promises.step(this.#pool)
    this.#report.throwBroken()
    const { usedMb, instances, leavingMb, leavingInstances } = this.#world.ledger
    const left = {
      usedMb,
      instances,
      leavingMb,
      leavingInstances,
      waiting: this.#world.waiting.size,
      running: this.#world.running.size,
    }
    if (Object.values(left).some((count) => count !== 0)) throw this.#report.violation(`left: ${JSON.stringify(left)}`)
    for (const { id, inFlight, mb } of this.#traffic.uses) {
      if (inFlight !== 0 || mb !== 0) throw this.#report.violation(`${id} still has ${inFlight} calls and ${mb} MB`)
    }
  }
}

/** Resolves when every promise that can settle now has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
