import type { Clock, Timer } from '../clock.ts'

interface Entry {
  at: number
  run: () => void
  everyMs: number | null
}

/** Time that stands still until the next timer is run. */
export class FakeClock implements Clock {
  #now = 0
  /** By due time; those that are due at the same time in the order in which they were set. */
  readonly #timers: Entry[] = []

  get timers(): number {
    return this.#timers.length
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): Timer {
    return this.#add({ at: this.#now + Math.max(0, ms), run, everyMs: null })
  }

  every(ms: number, run: () => void): Timer {
    return this.#add({ at: this.#now + ms, run, everyMs: ms })
  }

  /** Moves to the next timer and runs it. */
  step(): void {
    const next = this.#timers.shift()
    if (next === undefined) throw new Error('No timer is set: nothing will ever happen again')
    this.#now = next.at
    if (next.everyMs !== null) this.#insert(next, next.at + next.everyMs)
    next.run()
  }

  #add(entry: Entry): Timer {
    this.#insert(entry, entry.at)
    return {
      cancel: () => {
        const at = this.#timers.indexOf(entry)
        if (at >= 0) this.#timers.splice(at, 1)
      },
    }
  }

  #insert(entry: Entry, due: number): void {
    entry.at = due
    let at = this.#timers.length
    while (at > 0 && this.#timers[at - 1]!.at > due) at -= 1
    this.#timers.splice(at, 0, entry)
  }
}
