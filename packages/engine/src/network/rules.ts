import type { SupervisedShell } from './supervised-shell.ts'
import { ShellGone, type Shell } from './shell.ts'

interface Change {
  statements: string
  resolve(): void
  reject(error: Error): void
}

/** Applies rule changes in the router, one transaction at a time. Changes made meanwhile share the next transaction. */
export class Rules {
  readonly #shell: SupervisedShell
  #waiting: Change[] = []
  #running = false

  constructor(router: SupervisedShell) {
    this.#shell = router
  }

  /** Resolves once the kernel enforces the change. @throws when nft refuses it; nothing of it is applied then */
  change(statements: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, resolve, reject })
      if (!this.#running) void this.#work()
    })
  }

  /**
   * Gives a replacement shell all rules, because the state of the last transaction is unknown. Waiting changes are part
   * of `statements`, which is called in the same tick in which they stop waiting.
   */
  async restate(shell: Shell, statements: () => string): Promise<void> {
    const included = this.#waiting
    this.#waiting = []
    try {
      await nft(shell, statements())
      for (const change of included) change.resolve()
    } catch (error) {
      if (error instanceof ShellGone) this.#waiting.unshift(...included)
      // The callers undo their changes, and the next attempt leaves those out.
      else for (const change of included) change.reject(error as Error)
      throw error
    }
  }

  async #work(): Promise<void> {
    this.#running = true
    // Changes made in one tick share a transaction.
    await new Promise(setImmediate)
    try {
      while (this.#waiting.length > 0) {
        // oxlint-disable-next-line no-await-in-loop -- transactions keep their order
        const shell = await this.#shell.current()
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
      // One bad change failed the transaction. Apply each by itself to find it.
      for (const change of changes) {
        // oxlint-disable-next-line no-await-in-loop
        await this.#commit(shell, [change])
      }
    }
  }
}

/** Applies all statements, or none. */
export function nft(shell: Shell, statements: string): Promise<void> {
  return shell.run(`nft -f - <<'.'\n${statements}\n.`)
}
