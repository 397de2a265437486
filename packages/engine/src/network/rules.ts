import type { Shell } from './shell.ts'

interface Change {
  statements: string
  resolve(): void
  reject(error: Error): void
}

/** Changes of the rules in the router, one transaction at a time; those that come meanwhile share the next. */
export class Rules {
  readonly #shell: Shell
  #waiting: Change[] = []
  #running = false

  constructor(router: Shell) {
    this.#shell = router
  }

  /** Resolves once the kernel obeys. @throws when nft refuses; then nothing of it holds */
  change(statements: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, resolve, reject })
      if (!this.#running) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#running = true
    // What is asked for in one tick goes together.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0) {
      const changes = this.#waiting
      this.#waiting = []
      // oxlint-disable-next-line no-await-in-loop -- transactions keep their order
      await this.#commit(changes)
    }
    this.#running = false
  }

  async #commit(changes: Change[]): Promise<void> {
    try {
      await nft(this.#shell, changes.map(({ statements }) => statements).join('\n'))
      for (const change of changes) change.resolve()
    } catch (error) {
      if (changes.length === 1) return changes[0]!.reject(error as Error)
      // One of them spoilt it for all: each by itself finds out which.
      for (const change of changes) {
        // oxlint-disable-next-line no-await-in-loop
        await this.#commit([change])
      }
    }
  }
}

/** Makes all statements true at once, or none. */
export function nft(shell: Shell, statements: string): Promise<void> {
  return shell.run(`nft -f - <<'.'\n${statements}\n.`)
}
