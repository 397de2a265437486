import type { KeptShell } from './kept-shell.ts'
import { ShellGone, type Shell } from './shell.ts'

interface Change {
  statements: string
  resolve(): void
  reject(error: Error): void
}

/** Changes of the rules in the router, one transaction at a time; those that come meanwhile share the next. */
export class Rules {
  readonly #shell: KeptShell
  #waiting: Change[] = []
  #running = false

  constructor(router: KeptShell) {
    this.#shell = router
  }

  /** Resolves once the kernel obeys. @throws when nft refuses; then nothing of it holds */
  change(statements: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, resolve, reject })
      if (!this.#running) void this.#work()
    })
  }

  /**
   * Tells a shell that takes over all there is: how much of the last transaction the kernel obeys is not known. What waits
   * is part of `statements`, which are asked for in the tick in which it stops waiting.
   */
  async restate(shell: Shell, statements: () => string): Promise<void> {
    const included = this.#waiting
    this.#waiting = []
    try {
      await nft(shell, statements())
      for (const change of included) change.resolve()
    } catch (error) {
      if (error instanceof ShellGone) this.#waiting.unshift(...included)
      // Those who asked take back what they assumed, and the next attempt goes without it.
      else for (const change of included) change.reject(error as Error)
      throw error
    }
  }

  async #work(): Promise<void> {
    this.#running = true
    // What is asked for in one tick goes together.
    await new Promise(setImmediate)
    try {
      while (this.#waiting.length > 0) {
        // oxlint-disable-next-line no-await-in-loop -- transactions keep their order
        const shell = await this.#shell.living()
        const changes = this.#waiting
        this.#waiting = []
        // oxlint-disable-next-line no-await-in-loop
        if (changes.length > 0) await this.#commit(shell, changes)
      }
    } catch (error) {
      for (const change of this.#waiting.splice(0)) change.reject(error as Error)
    }
    this.#running = false
  }

  async #commit(shell: Shell, changes: Change[]): Promise<void> {
    try {
      await nft(shell, changes.map(({ statements }) => statements).join('\n'))
      for (const change of changes) change.resolve()
    } catch (error) {
      if (error instanceof ShellGone) {
        this.#waiting.unshift(...changes)
        return
      }
      if (changes.length === 1) return changes[0]!.reject(error as Error)
      // One of them spoilt it for all: each by itself finds out which.
      for (const change of changes) {
        // oxlint-disable-next-line no-await-in-loop
        await this.#commit(shell, [change])
      }
    }
  }
}

/** Makes all statements true at once, or none. */
export function nft(shell: Shell, statements: string): Promise<void> {
  return shell.run(`nft -f - <<'.'\n${statements}\n.`)
}
