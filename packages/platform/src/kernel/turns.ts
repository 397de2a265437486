export interface TurnLimits {
  /** The most that run at the same time for one key. */
  atATime: number
  /** The most that wait for one key; more are refused. Absent: any number. */
  waiting?: number
  /** Why no more may wait. */
  refusal?: () => Error
}

interface Line {
  running: number
  waiting: Set<() => void>
}

/** Bounds how much runs at a time for each key, for example a space. What comes on top waits, first come, first served. */
export class Turns {
  readonly #limits: TurnLimits
  /** Only of keys in use. */
  readonly #lines = new Map<string, Line>()

  constructor(limits: TurnLimits) {
    this.#limits = limits
  }

  of(key: string): Turn {
    return new Turn(this, key)
  }

  /** For `Turn` only. */
  async take(key: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const { atATime, waiting = Infinity, refusal } = this.#limits
    let line = this.#lines.get(key)
    if (!line) this.#lines.set(key, (line = { running: 0, waiting: new Set() }))
    if (line.running < atATime) return void line.running++
    if (line.waiting.size >= waiting) throw refusal!()
    await this.#wait(line.waiting, signal)
  }

  /** For `Turn` only. */
  give(key: string): void {
    const line = this.#lines.get(key)!
    const [next] = line.waiting
    if (next) {
      // Hands its place over.
      line.waiting.delete(next)
      return next()
    }
    line.running -= 1
    if (line.running === 0) this.#lines.delete(key)
  }

  #wait(waiting: Line['waiting'], signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(begin)
        reject(signal!.reason as Error)
      }
      waiting.add(begin)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }
}

/** A place among those that run. It may be given back and taken again; disposing gives it back. */
export class Turn implements Disposable {
  readonly #turns: Turns
  readonly #key: string
  #held = false

  constructor(turns: Turns, key: string) {
    this.#turns = turns
    this.#key = key
  }

  /** Waits for a place. Rejects when `signal` aborts, or when too many wait already. */
  async take(signal?: AbortSignal): Promise<void> {
    await this.#turns.take(this.#key, signal)
    this.#held = true
  }

  give(): void {
    if (!this.#held) return
    this.#held = false
    this.#turns.give(this.#key)
  }

  [Symbol.dispose](): void {
    this.give()
  }
}
