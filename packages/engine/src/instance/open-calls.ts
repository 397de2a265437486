import type { RunningCall } from './running-call.ts'

/**
 * The calls in flight, oldest first.
 *
 * A list instead of a Map because of the garbage collector. When a Map is full of deleted entries, V8 allocates a new
 * table and the old one keeps a pointer to it. Once an old table is promoted to the old generation, every later table
 * and every call in it survives until the next full collection. That cost pauses of 10 ms instead of 0.7 ms.
 */
export class OpenCalls {
  readonly #calls: RunningCall[] = []
  #lastId = 0

  get size(): number {
    return this.#calls.length
  }

  get oldest(): RunningCall | undefined {
    return this.#calls[0]
  }

  /** The number of the next call. */
  newId(): number {
    return ++this.#lastId
  }

  /** Whether a call of this number was ever made here. */
  hasBegun(id: number): boolean {
    return id > 0 && id <= this.#lastId
  }

  get(id: number): RunningCall | undefined {
    // At most a hundred calls, and usually the first one matches.
    return this.#calls.find((call) => call.id === id)
  }

  add(call: RunningCall): void {
    this.#calls.push(call)
  }

  remove(call: RunningCall): void {
    const at = this.#calls.indexOf(call)
    if (at >= 0) this.#calls.splice(at, 1)
  }

  /** A snapshot: calls may end while the caller iterates. */
  all(): RunningCall[] {
    return [...this.#calls]
  }
}
