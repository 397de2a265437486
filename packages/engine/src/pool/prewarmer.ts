import type { SandboxKind } from '../instance/sandbox-kind.ts'
import type { Clock, Timer } from './clock.ts'
import type { Ledger } from './ledger.ts'
import type { PrewarmedSandbox } from './prewarmed-sandbox.ts'
import type { PrewarmedStock } from './prewarmed-stock.ts'
import { nextRefill } from './rules/next-refill.ts'

export interface PrewarmerOptions<S extends PrewarmedSandbox> {
  clock: Clock
  stock: PrewarmedStock<S>
  ledger: Ledger
  /** Whether starting a sandbox now would slow down a start that calls wait for. */
  busy(): boolean
  start(kind: SandboxKind): Promise<S>
  log(line: object): void
}

const REFILL_MS = 100
/** Start nothing for this long after a failure. */
const PAUSE_MS = 10_000

/** Keeps the stock of prewarmed sandboxes at what demand asks for: in the background, one start at a time. */
export class Prewarmer<S extends PrewarmedSandbox> {
  readonly #options: PrewarmerOptions<S>
  readonly #timer: Timer
  #refilling: Promise<void> | null = null
  #pausedUntil = 0

  constructor(options: PrewarmerOptions<S>) {
    this.#options = options
    this.#timer = options.clock.every(REFILL_MS, () => this.#tick())
  }

  async close(): Promise<void> {
    this.#timer.cancel()
    await this.#refilling
  }

  #tick(): void {
    const { clock, stock, busy } = this.#options
    stock.trim()
    if (this.#refilling !== null || clock.now() < this.#pausedUntil || busy()) return
    const supplies = stock.supplies()
    const next = nextRefill(supplies)
    if (next === null) return
    if ('remove' in next) return stock.removeOne(supplies[next.remove]!.kind)
    this.#refilling = this.#refill(supplies[next.start]!.kind).finally(() => (this.#refilling = null))
  }

  async #refill(kind: SandboxKind): Promise<void> {
    const { clock, stock, ledger, start, log } = this.#options
    ledger.addPrewarmed(kind.memoryMb)
    let sandbox: S | null = null
    try {
      sandbox = await start(kind)
      const failure = await sandbox.started
      if (failure !== null) throw new Error(`It ended as ${failure.kind}`)
      stock.put(kind, sandbox)
    } catch (error) {
      if (sandbox === null) ledger.removePrewarmed(kind.memoryMb)
      else stock.discard(kind, sandbox)
      this.#pausedUntil = clock.now() + PAUSE_MS
      log({ level: 'warn', message: `No sandbox of ${kind.runtime} could be prewarmed`, error: String(error) })
    }
  }
}
