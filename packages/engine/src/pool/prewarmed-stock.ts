import type { Runtime } from '@alcove/contract'
import type { SandboxKind } from '../instance/sandbox-kind.ts'
import type { Clock } from './clock.ts'
import type { Ledger } from './ledger.ts'
import type { PrewarmedSandbox } from './prewarmed-sandbox.ts'
import type { Supply } from './rules/next-refill.ts'
import { prewarmTarget } from './rules/prewarm-target.ts'
import type { EvictableStock } from './scheduler.ts'

export interface PrewarmedStockOptions {
  clock: Clock
  /** The kind of most functions, and how many sandboxes of it to keep at least. 0: no kind is ever prewarmed. */
  common: SandboxKind
  floor: number
  memoryBudgetMb: number
  ledger: Ledger
  /** Whether the runtime can start before its function is known. */
  supports(runtime: Runtime): boolean
  log(line: object): void
}

interface Shelf<S extends PrewarmedSandbox> {
  kind: SandboxKind
  sandboxes: S[]
  /** Monotonic milliseconds of the instance starts of the last minute. */
  starts: number[]
}

const MINUTE_MS = 60_000
/** All prewarmed sandboxes together take at most this part of the memory. */
const SHARE = 1 / 4

/** The prewarmed sandboxes, by kind, and the demand for them. */
export class PrewarmedStock<S extends PrewarmedSandbox> implements EvictableStock {
  readonly #options: PrewarmedStockOptions
  readonly #shelves = new Map<string, Shelf<S>>()
  readonly #leaving = new Set<Promise<void>>()
  #listener = () => {}
  #closed = false

  constructor(options: PrewarmedStockOptions) {
    this.#options = options
    if (options.floor > 0) this.#shelf(options.common)
  }

  onGone(listener: () => void): void {
    this.#listener = listener
  }

  /** Takes a sandbox for an instance if there is one. Counts as demand either way. */
  take(kind: SandboxKind): S | null {
    const { clock, floor, supports, ledger } = this.#options
    if (floor === 0 || this.#closed || !supports(kind.runtime)) return null
    const shelf = this.#shelf(kind)
    shelf.starts.push(clock.now())
    for (let sandbox = shelf.sandboxes.pop(); sandbox !== undefined; sandbox = shelf.sandboxes.pop()) {
      if (sandbox.usable) {
        ledger.removePrewarmed(kind.memoryMb)
        return sandbox
      }
      this.discard(kind, sandbox)
    }
    return null
  }

  /** @param sandbox counted in the ledger already */
  put(kind: SandboxKind, sandbox: S): void {
    if (this.#closed) return this.discard(kind, sandbox)
    sandbox.freeze()
    this.#shelf(kind).sandboxes.push(sandbox)
  }

  /** Destroys a sandbox that is not in the stock. @param sandbox counted in the ledger */
  discard({ memoryMb }: SandboxKind, sandbox: S): void {
    const { ledger, log } = this.#options
    ledger.leavePrewarmed(memoryMb)
    const gone = sandbox
      .destroy()
      .catch((error: unknown) =>
        log({ level: 'error', message: 'A prewarmed sandbox was not removed', error: String(error) }),
      )
      .then(() => {
        this.#leaving.delete(gone)
        ledger.prewarmedGone(memoryMb)
        this.#listener()
      })
    this.#leaving.add(gone)
  }

  evictables(): { mb: number; evict(): void }[] {
    return [...this.#shelves.values()].flatMap((shelf) =>
      shelf.sandboxes.map((sandbox) => ({ mb: shelf.kind.memoryMb, evict: () => this.#remove(shelf, sandbox) })),
    )
  }

  /** Removes dead and surplus sandboxes, one surplus sandbox of each kind at a time. */
  trim(): void {
    const now = this.#options.clock.now()
    for (const [key, shelf] of this.#shelves) {
      shelf.starts = shelf.starts.filter((at) => now - at < MINUTE_MS)
      for (const sandbox of shelf.sandboxes.filter(({ usable }) => !usable)) this.#remove(shelf, sandbox)
      const target = this.#target(shelf, now)
      const surplus = shelf.sandboxes[target]
      if (surplus !== undefined) this.#remove(shelf, surplus)
      if (target === 0 && shelf.sandboxes.length === 0) this.#shelves.delete(key)
    }
  }

  supplies(): (Supply & { kind: SandboxKind })[] {
    const now = this.#options.clock.now()
    return [...this.#shelves.values()].map((shelf) => ({
      kind: shelf.kind,
      ready: shelf.sandboxes.length,
      target: this.#target(shelf, now),
      affordable: this.#affordable(shelf.kind),
    }))
  }

  removeOne(kind: SandboxKind): void {
    const shelf = this.#shelf(kind)
    this.#remove(shelf, shelf.sandboxes[0]!)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const shelf of this.#shelves.values()) {
      while (shelf.sandboxes.length > 0) this.#remove(shelf, shelf.sandboxes[0]!)
    }
    await Promise.all(this.#leaving)
  }

  #shelf(kind: SandboxKind): Shelf<S> {
    const key = `${kind.runtime}:${kind.memoryMb}:${kind.tmpMb}`
    let shelf = this.#shelves.get(key)
    if (shelf === undefined) {
      shelf = { kind, sandboxes: [], starts: [] }
      this.#shelves.set(key, shelf)
    }
    return shelf
  }

  #target({ kind, starts }: Shelf<S>, now: number): number {
    const { common, floor } = this.#options
    const lastMinute = starts.filter((at) => now - at < MINUTE_MS).length
    const isCommon = kind.runtime === common.runtime && kind.memoryMb === common.memoryMb && kind.tmpMb === common.tmpMb
    return prewarmTarget({ lastMinute, floor: isCommon ? floor : 0 })
  }

  #affordable({ memoryMb }: SandboxKind): boolean {
    const { memoryBudgetMb, ledger } = this.#options
    const ready = [...this.#shelves.values()].reduce(
      (sum, { kind, sandboxes }) => sum + kind.memoryMb * sandboxes.length,
      0,
    )
    return ready + memoryMb <= memoryBudgetMb * SHARE && ledger.usedMb + memoryMb <= memoryBudgetMb * (1 - SHARE / 2)
  }

  #remove(shelf: Shelf<S>, sandbox: S): void {
    const at = shelf.sandboxes.indexOf(sandbox)
    if (at < 0) return
    shelf.sandboxes.splice(at, 1)
    this.discard(shelf.kind, sandbox)
  }
}
