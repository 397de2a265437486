import { performance } from 'node:perf_hooks'
import type { Runtime } from '@alcove/contract'
import type { Blank } from '../instance/blank.ts'
import type { Ledger } from './ledger.ts'
import type { BlankStore } from './scheduler.ts'
import { nextBlank } from './next-blank.ts'
import { prewarmTarget } from './prewarm-target.ts'

/** What sandboxes must have in common to stand in for each other. */
export interface Kind {
  runtime: Runtime
  memoryMb: number
  tmpMb: number
}

export interface PrewarmOptions {
  /** The kind most functions are of, and how many sandboxes of it always wait. 0: none wait, ever. */
  common: Kind
  floor: number
  memoryBudgetMb: number
  ledger: Ledger
  /** Whether the runtime can be started before it is known for which function. */
  can(runtime: Runtime): boolean
  /** Whether starting one now would be in somebody's way. */
  busy(): boolean
  start(kind: Kind): Promise<Blank>
  log(line: object): void
}

interface Shelf {
  kind: Kind
  blanks: Blank[]
  /** Monotonic milliseconds of the starts of the last minute. */
  starts: number[]
}

const MINUTE_MS = 60_000
const REFILL_MS = 100
/** All that wait together take no more than this part of the memory. */
const SHARE = 1 / 4
/** After a start that failed, this long no other one is tried. */
const PAUSE_MS = 10_000

/** Sandboxes that wait for code, by kind. They come and go with demand, and give way when memory is short. */
export class Prewarm implements BlankStore {
  readonly #options: PrewarmOptions
  readonly #shelves = new Map<string, Shelf>()
  readonly #destroying = new Set<Promise<void>>()
  #refilling: Promise<void> | null = null
  readonly #timer: NodeJS.Timeout | null
  #pausedUntil = 0
  #closed = false

  constructor(options: PrewarmOptions) {
    this.#options = options
    if (options.floor > 0) this.#shelf(options.common)
    this.#timer = options.floor > 0 ? setInterval(() => this.#tend(), REFILL_MS) : null
    this.#timer?.unref()
  }

  /** One that waits, if there is one; and a reason to have more, whether or not. */
  take(kind: Kind): Blank | null {
    const { floor, can, ledger } = this.#options
    if (floor === 0 || this.#closed || !can(kind.runtime)) return null
    const shelf = this.#shelf(kind)
    shelf.starts.push(performance.now())
    for (let blank = shelf.blanks.pop(); blank !== undefined; blank = shelf.blanks.pop()) {
      ledger.removeBlank(kind.memoryMb)
      if (blank.usable) return blank
      this.#destroy(blank)
    }
    return null
  }

  spares(): { mb: number; destroy(): void }[] {
    return [...this.#shelves.values()].flatMap((shelf) =>
      shelf.blanks.map((blank) => ({
        mb: shelf.kind.memoryMb,
        destroy: () => this.#remove(shelf, blank),
      })),
    )
  }

  /** For the engine's account of itself. */
  describe(now: number): { runtime: Runtime; memoryMb: number; ready: number; target: number }[] {
    return [...this.#shelves.values()].map((shelf) => ({
      runtime: shelf.kind.runtime,
      memoryMb: shelf.kind.memoryMb,
      ready: shelf.blanks.length,
      target: this.#target(shelf, now),
    }))
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#refilling
    for (const shelf of this.#shelves.values()) {
      while (shelf.blanks.length > 0) this.#remove(shelf, shelf.blanks[0]!)
    }
    await Promise.all(this.#destroying)
  }

  #shelf(kind: Kind): Shelf {
    const key = `${kind.runtime}:${kind.memoryMb}:${kind.tmpMb}`
    let shelf = this.#shelves.get(key)
    if (shelf === undefined) {
      shelf = { kind, blanks: [], starts: [] }
      this.#shelves.set(key, shelf)
    }
    return shelf
  }

  #target({ kind, starts }: Shelf, now: number): number {
    const { common, floor } = this.#options
    const lastMinute = starts.filter((at) => now - at < MINUTE_MS).length
    const isCommon = kind.runtime === common.runtime && kind.memoryMb === common.memoryMb && kind.tmpMb === common.tmpMb
    return prewarmTarget({ lastMinute, floor: isCommon ? floor : 0 })
  }

  /** Adds one or takes one away: in the background, one at a time, and not while others start. */
  #tend(): void {
    const now = performance.now()
    for (const [key, shelf] of this.#shelves) {
      shelf.starts = shelf.starts.filter((at) => now - at < MINUTE_MS)
      for (const blank of shelf.blanks.filter(({ usable }) => !usable)) this.#remove(shelf, blank)
      const target = this.#target(shelf, now)
      const surplus = shelf.blanks[target]
      if (surplus !== undefined) this.#remove(shelf, surplus)
      if (target === 0 && shelf.blanks.length === 0) this.#shelves.delete(key)
    }
    if (this.#refilling !== null || now < this.#pausedUntil || this.#options.busy()) return
    const shelves = [...this.#shelves.values()]
    const next = nextBlank(
      shelves.map((shelf) => ({
        ready: shelf.blanks.length,
        target: this.#target(shelf, now),
        affordable: this.#affordable(shelf.kind),
      })),
    )
    if (next === null) return
    if ('start' in next) this.#refilling = this.#refill(shelves[next.start]!).finally(() => (this.#refilling = null))
    else this.#remove(shelves[next.remove]!, shelves[next.remove]!.blanks[0]!)
  }

  #affordable({ memoryMb }: Kind): boolean {
    const { memoryBudgetMb, ledger } = this.#options
    const waiting = [...this.#shelves.values()].reduce(
      (sum, { kind, blanks }) => sum + kind.memoryMb * blanks.length,
      0,
    )
    return waiting + memoryMb <= memoryBudgetMb * SHARE && ledger.usedMb + memoryMb <= memoryBudgetMb * (1 - SHARE / 2)
  }

  async #refill(shelf: Shelf): Promise<void> {
    const { kind } = shelf
    const { ledger, start, log } = this.#options
    ledger.addBlank(kind.memoryMb)
    try {
      const blank = await start(kind)
      const failure = await blank.greeted
      if (failure === null && !this.#closed) {
        blank.freeze()
        shelf.blanks.push(blank)
        return
      }
      this.#destroy(blank)
      if (failure !== null) throw new Error(`It ended as ${failure.kind}`)
    } catch (error) {
      this.#pausedUntil = performance.now() + PAUSE_MS
      log({ level: 'warn', message: `No sandbox of ${kind.runtime} could be started ahead`, error: String(error) })
    }
    ledger.removeBlank(kind.memoryMb)
  }

  #remove(shelf: Shelf, blank: Blank): void {
    const at = shelf.blanks.indexOf(blank)
    if (at < 0) return
    shelf.blanks.splice(at, 1)
    this.#options.ledger.removeBlank(shelf.kind.memoryMb)
    this.#destroy(blank)
  }

  #destroy(blank: Blank): void {
    const { log } = this.#options
    const done = blank
      .destroy()
      .catch((error: unknown) =>
        log({ level: 'error', message: 'A waiting sandbox was not removed', error: String(error) }),
      )
      .finally(() => this.#destroying.delete(done))
    this.#destroying.add(done)
  }
}
