export interface FairQueueOptions {
  /** Maximum concurrency: of all spaces together, and of each space. */
  atATime: number
  perSpace: number
  /** Per space. Further callers are refused. */
  maxWaiting: number
}

/** The space has `maxWaiting` callers waiting. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'
}

/** Limits concurrency. Spaces take turns, so a space with many callers does not delay the others. */
export class FairQueue {
  readonly #options: FairQueueOptions
  readonly #taken = new Map<string, number>()
  /** Waiting callers by space. The space whose turn is next comes first. */
  readonly #waiting = new Map<string, Set<() => void>>()
  #all = 0

  constructor(options: FairQueueOptions) {
    this.#options = options
  }

  /**
   * Waits for a slot and returns it. Dispose of it to release the slot.
   * @throws {QueueFull}, or the reason of `signal` if it aborts first
   */
  async take(space: string, signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted()
    if (!this.#mayStart(space)) await this.#wait(space, signal)
    else this.#count(space, 1)
    return { [Symbol.dispose]: () => this.#giveBack(space) }
  }

  #mayStart(space: string): boolean {
    const { atATime, perSpace } = this.#options
    return this.#all < atATime && (this.#taken.get(space) ?? 0) < perSpace
  }

  #wait(space: string, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const own = this.#waiting.get(space) ?? new Set()
    if (own.size >= this.#options.maxWaiting) throw new QueueFull(`${own.size} calls wait already`)
    this.#waiting.set(space, own)
    const start = () => {
      signal?.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      own.delete(start)
      if (own.size === 0) this.#waiting.delete(space)
      reject(signal!.reason as Error)
    }
    own.add(start)
    signal?.addEventListener('abort', giveUp, { once: true })
    return promise
  }

  #giveBack(space: string): void {
    this.#count(space, -1)
    for (const [next, own] of this.#waiting) {
      if (!this.#mayStart(next)) continue
      const [start] = own
      own.delete(start!)
      // Move the space behind the others.
      this.#waiting.delete(next)
      if (own.size > 0) this.#waiting.set(next, own)
      this.#count(next, 1)
      start!()
      return
    }
  }

  #count(space: string, by: 1 | -1): void {
    this.#all += by
    const left = (this.#taken.get(space) ?? 0) + by
    if (left === 0) this.#taken.delete(space)
    else this.#taken.set(space, left)
  }
}
