import type { RunningCall } from './running-call.ts'

/**
 * Calls that an instance works on, the oldest first.
 *
 * A list and no Map, for the garbage collector's sake: each time a Map has grown full of deleted entries V8 makes it a new
 * table, and the old one keeps a pointer to that. Once one of them has become old, every later table survives as long as
 * the next full collection is away, and with it whatever was in it: all calls there are. Pauses of 10 ms instead of 0.7.
 */
export class OpenCalls {
  readonly #calls: RunningCall[] = []

  get size(): number {
    return this.#calls.length
  }

  get oldest(): RunningCall | undefined {
    return this.#calls[0]
  }

  get(id: number): RunningCall | undefined {
    // There are a hundred at most, and mostly the first one is meant.
    return this.#calls.find((call) => call.id === id)
  }

  add(call: RunningCall): void {
    this.#calls.push(call)
  }

  remove(call: RunningCall): void {
    const at = this.#calls.indexOf(call)
    if (at >= 0) this.#calls.splice(at, 1)
  }

  /** Those of now, whatever becomes of them meanwhile. */
  all(): RunningCall[] {
    return [...this.#calls]
  }
}
