import { performance } from 'node:perf_hooks'
import { HELLO, ProtocolError, type Frame } from '../protocol/frames.ts'
import type { NetworkSlot } from '../network/network.ts'
import type { InstalledRuntime } from '../runtimes/runtimes.ts'
import type { Contents, Sandbox, SandboxExit } from '../sandbox/sandbox.ts'
import { killedBy } from './killed-by.ts'
import { parseHello } from './messages.ts'
import type { Outcome } from './outcome.ts'
import { Wire, type Receiver } from './wire.ts'

export interface BlankOptions {
  sandbox: Sandbox
  runtime: InstalledRuntime
  network: NetworkSlot
  /** Monotonic milliseconds. */
  spawnedAt: number
  /** Milliseconds from the start to the runtime's first word. */
  timeoutMs: number
  log(line: object): void
}

const MAX_LAST_WORDS = 8 * 1024

/** A sandbox whose runtime comes up without any function's code: one says hello, and then waits for what it will be. */
export class Blank implements Receiver {
  readonly wire: Wire
  readonly sandbox: Sandbox
  readonly runtime: InstalledRuntime
  readonly network: NetworkSlot
  /** Monotonic milliseconds, and the same moment by the clock. */
  readonly spawnedAt: number
  readonly startedAt: number
  /** Resolves with null once the runtime is up, else with what prevented it. */
  readonly greeted: Promise<Outcome | null>
  readonly phases: { sandbox: number; runtime: number } = { sandbox: 0, runtime: 0 }
  failure: Outcome | null = null
  exit: SandboxExit | null = null
  lastWords = ''
  #greeted = false
  #frozen = false
  #settle!: (outcome: Outcome | null) => void

  constructor(options: BlankOptions) {
    this.sandbox = options.sandbox
    this.runtime = options.runtime
    this.network = options.network
    this.spawnedAt = options.spawnedAt
    this.startedAt = Date.now() - (performance.now() - options.spawnedAt)
    this.greeted = new Promise((resolve) => (this.#settle = resolve))
    const late = setTimeout(
      () => this.#fail({ kind: 'timedOut', afterMs: options.timeoutMs, loading: true, hang: null }),
      options.timeoutMs,
    )
    void this.greeted.then(() => clearTimeout(late))
    this.wire = new Wire(options.sandbox, this, options.log)
  }

  get usable(): boolean {
    return this.failure === null
  }

  /** It ended, though not for want of memory, before it could say anything. */
  get stillborn(): boolean {
    return !this.#greeted && this.exit !== null && !this.exit.outOfMemory
  }

  frame({ kind, payload }: Frame): void {
    if (kind !== HELLO || this.#greeted) throw new ProtocolError(`A frame of kind ${kind} came during the handshake`)
    const { bootMs } = parseHello(payload)
    const elapsed = performance.now() - this.spawnedAt
    this.phases.runtime = Math.min(bootMs, elapsed)
    this.phases.sandbox = elapsed - this.phases.runtime
    this.#greeted = true
    this.#settle(null)
  }

  output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (stream === 'stderr') this.lastWords = (this.lastWords + chunk.toString('utf8')).slice(-MAX_LAST_WORDS)
  }

  broken(message: string): void {
    this.#fail({ kind: 'brokeProtocol', message })
  }

  exited(exit: SandboxExit): void {
    this.exit = exit
    this.#fail(
      exit.outOfMemory
        ? { kind: 'exited', exit, announced: null, lastWords: this.lastWords, loading: true }
        : {
            kind: 'notStarted',
            message: `The sandbox of ${this.runtime.name} did not start${why(exit, this.lastWords)}`,
          },
    )
  }

  /** Stands still until it is taken: it keeps its memory and costs no processing time. */
  freeze(): void {
    this.#frozen = true
    this.sandbox.freeze()
  }

  /** Becomes the instance of what these contents and this network say. @throws when the machine cannot show them */
  async fill(contents: Contents): Promise<void> {
    if (this.#frozen) this.sandbox.thaw()
    this.#frozen = false
    await this.sandbox.fill(contents)
  }

  async destroy(): Promise<void> {
    this.wire.deafen()
    try {
      await this.sandbox.destroy()
    } finally {
      await this.network.release()
    }
  }

  #fail(outcome: Outcome): void {
    this.failure ??= outcome
    this.#settle(outcome)
  }
}

function why(exit: SandboxExit, lastWords: string): string {
  const { signal } = killedBy(exit)
  const said = lastWords.trim()
  return `${signal === null ? '' : `: it was killed by ${signal}`}${said === '' ? '' : `: ${said.slice(-2000)}`}`
}
