import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { ShellGone, type Shell } from './shell.ts'

export interface KeptShellOptions {
  /** Starts a shell where the first one was started. */
  open(): Shell
  /** Brings what it works on up to date. @throws when it cannot; then another one is tried */
  prepare(shell: Shell): Promise<void>
  log(line: object): void
}

/** Between two attempts, so that trouble is not made worse. */
const PAUSE_MS = 1000

/** A shell that another one takes over from when it is killed. */
export class KeptShell implements AsyncDisposable {
  readonly #options: KeptShellOptions
  #shell: Shell
  #openedAt = performance.now()
  #replacing: Promise<void> | null = null
  #closed = false

  constructor(shell: Shell, options: KeptShellOptions) {
    this.#options = options
    this.#shell = shell
    this.#watch()
  }

  /** It was killed, and no other one has taken over yet. */
  get lost(): boolean {
    return this.#shell.gone
  }

  get closed(): boolean {
    return this.#closed
  }

  /** The one that lives, in this tick. Waits for one to take over. @throws when this was closed */
  async living(): Promise<Shell> {
    while (this.#shell.gone && !this.#closed) {
      // oxlint-disable-next-line no-await-in-loop -- the next one may be killed as well
      await this.#replace()
    }
    if (this.#closed) throw new Error('The network of functions is closed')
    return this.#shell
  }

  /** Runs commands that may be run twice. */
  async run(script: string): Promise<void> {
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- again where it was killed on the way
        return await (await this.living()).run(script)
      } catch (error) {
        if (!(error instanceof ShellGone)) throw error
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#replacing
    await this.#shell[Symbol.asyncDispose]()
  }

  #watch(): void {
    void this.#shell.ended.then(() => {
      if (!this.#closed) void this.#replace()
    })
  }

  #replace(): Promise<void> {
    this.#replacing ??= this.#open().finally(() => (this.#replacing = null))
    return this.#replacing
  }

  async #open(): Promise<void> {
    const { open, prepare, log } = this.#options
    log({
      level: 'error',
      message: 'A process that holds the network of functions was killed: another takes its place',
    })
    while (!this.#closed) {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await sleep(Math.max(0, this.#openedAt + PAUSE_MS - performance.now()))
      if (this.#closed) return
      this.#openedAt = performance.now()
      const shell = open()
      try {
        // oxlint-disable-next-line no-await-in-loop
        await prepare(shell)
        this.#shell = shell
        this.#watch()
        return
      } catch (error) {
        log({ level: 'error', message: 'Its place could not be taken; trying again', error: (error as Error).message })
        // oxlint-disable-next-line no-await-in-loop
        await shell[Symbol.asyncDispose]()
      }
    }
  }
}
