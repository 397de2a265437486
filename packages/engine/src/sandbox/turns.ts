export interface TurnsOptions {
  /** Turns taken at a time: by all spaces together, and by one of them. */
  atATime: number
  perSpace: number
  /** Of one space; whoever comes then is refused. */
  maxWaiting: number
}

/** A space has as many waiting as may wait. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting'
}

/** Limits how many run at a time. Spaces take turns: a space that asks often does not keep the others waiting. */
export class Turns {
  readonly #options: TurnsOptions
  readonly #taken = new Map<string, number>()
  /** Those that wait, by space; the space whose turn is next comes first. */
  readonly #waiting = new Map<string, Set<() => void>>()
  #all = 0

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /**
   * Resolves when it is the caller's turn, which ends when the result is disposed of.
   * @throws {TooManyWaiting}, and the reason of `signal` when that aborts before
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
    if (own.size >= this.#options.maxWaiting) throw new TooManyWaiting(`${own.size} wait already`)
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
      // Behind the others from now on.
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
