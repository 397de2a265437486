import { performance } from 'node:perf_hooks'
import { HELLO, ProtocolError, type Frame } from '../protocol/frames.ts'
import type { NetworkSlot } from '../network/network.ts'
import type { InstalledRuntime } from '../runtimes/runtimes.ts'
import type { Contents, Sandbox, SandboxExit } from '../sandbox/sandbox.ts'
import { killedBy } from './killed-by.ts'
import { parseHello } from './messages.ts'
import type { Outcome } from './outcome.ts'
import { Wire, type Receiver } from './wire.ts'

export interface GuestSandboxOptions {
  sandbox: Sandbox
  runtime: InstalledRuntime
  network: NetworkSlot
  /** Monotonic milliseconds. */
  spawnedAt: number
  /** Milliseconds from the start of the process to HELLO. */
  timeoutMs: number
  log(line: object): void
}

const MAX_STDERR_TAIL = 8 * 1024

/** A sandbox whose runtime starts without the code of a function. The guest sends HELLO, then waits for INIT. */
export class GuestSandbox implements Receiver {
  readonly wire: Wire
  readonly sandbox: Sandbox
  readonly runtime: InstalledRuntime
  readonly network: NetworkSlot
  /**
   * When the process was started, in monotonic milliseconds.
   * `startedAt` is the same time in milliseconds since the epoch.
   */
  readonly spawnedAt: number
  readonly startedAt: number
  /** Resolves with null once the runtime is up, otherwise with the reason it is not. */
  readonly started: Promise<Outcome | null>
  readonly phases: { sandbox: number; runtime: number } = { sandbox: 0, runtime: 0 }
  failure: Outcome | null = null
  exit: SandboxExit | null = null
  stderrTail = ''
  #started = false
  #frozen = false
  #settle!: (outcome: Outcome | null) => void

  constructor(options: GuestSandboxOptions) {
    this.sandbox = options.sandbox
    this.runtime = options.runtime
    this.network = options.network
    this.spawnedAt = options.spawnedAt
    this.startedAt = Date.now() - (performance.now() - options.spawnedAt)
    this.started = new Promise((resolve) => (this.#settle = resolve))
    const late = setTimeout(
      () => this.#fail({ kind: 'timedOut', afterMs: options.timeoutMs, loading: true, hang: null }),
      options.timeoutMs,
    )
    void this.started.then(() => clearTimeout(late))
    this.wire = new Wire(options.sandbox, this, options.log)
  }

  get usable(): boolean {
    return this.failure === null
  }

  /** The process ended before HELLO, for another reason than memory. */
  get failedStart(): boolean {
    return !this.#started && this.exit !== null && !this.exit.outOfMemory
  }

  frame({ kind, payload }: Frame): void {
    if (kind !== HELLO || this.#started) throw new ProtocolError(`A frame of kind ${kind} came during the handshake`)
    const { bootMs } = parseHello(payload)
    const elapsed = performance.now() - this.spawnedAt
    this.phases.runtime = Math.min(bootMs, elapsed)
    this.phases.sandbox = elapsed - this.phases.runtime
    this.#started = true
    this.#settle(null)
  }

  output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (stream === 'stderr') this.stderrTail = (this.stderrTail + chunk.toString('utf8')).slice(-MAX_STDERR_TAIL)
  }

  broken(message: string): void {
    this.#fail({ kind: 'brokeProtocol', message })
  }

  exited(exit: SandboxExit): void {
    this.exit = exit
    this.#fail(
      exit.outOfMemory
        ? { kind: 'exited', exit, announced: null, stderrTail: this.stderrTail, loading: true }
        : {
            kind: 'notStarted',
            message: `The sandbox of ${this.runtime.name} did not start${why(exit, this.stderrTail)}`,
          },
    )
  }

  /** Freezes a waiting sandbox: it keeps its memory and uses no CPU time. */
  freeze(): void {
    this.#frozen = true
    this.sandbox.freeze()
  }

  /** Mounts the contents, thawing the sandbox first. @throws when the machine cannot mount them */
  async fill(contents: Contents): Promise<void> {
    if (this.#frozen) this.sandbox.thaw()
    this.#frozen = false
    await this.sandbox.fill(contents)
  }

  async destroy(): Promise<void> {
    this.wire.ignoreFrames()
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

function why(exit: SandboxExit, stderrTail: string): string {
  const { signal } = killedBy(exit)
  const said = stderrTail.trim()
  return `${signal === null ? '' : `: it was killed by ${signal}`}${said === '' ? '' : `: ${said.slice(-2000)}`}`
}
