import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { ShellGone, type Shell } from './shell.ts'

export interface KeptShellOptions {
  /** Starts a shell in the right namespace. */
  open(): Shell
  /** Brings the state up to date. @throws when it cannot; another shell is tried then */
  prepare(shell: Shell): Promise<void>
  log(line: object): void
}

/** Pause between attempts. */
const PAUSE_MS = 1000

/** A shell that is replaced when it is killed. */
export class SupervisedShell implements AsyncDisposable {
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

  /** The shell was killed and has no replacement yet. */
  get lost(): boolean {
    return this.#shell.gone
  }

  get closed(): boolean {
    return this.#closed
  }

  /** The current shell. Waits for a replacement. @throws when closed */
  async current(): Promise<Shell> {
    while (this.#shell.gone && !this.#closed) {
      // oxlint-disable-next-line no-await-in-loop -- the replacement may be killed as well
      await this.#replace()
    }
    if (this.#closed) throw new Error('The network of functions is closed')
    return this.#shell
  }

  /** Runs commands that are safe to repeat. */
  async run(script: string): Promise<void> {
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- repeat when the shell was killed meanwhile
        return await (await this.current()).run(script)
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
      message: 'A process that holds the network of functions was killed: starting another one',
    })
    while (!this.#closed) {
      // oxlint-disable-next-line no-await-in-loop -- attempts are sequential
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
        log({
          level: 'error',
          message: 'The process that holds the network of functions could not be started; trying again',
          error: (error as Error).message,
        })
        // oxlint-disable-next-line no-await-in-loop
        await shell[Symbol.asyncDispose]()
      }
    }
  }
}
