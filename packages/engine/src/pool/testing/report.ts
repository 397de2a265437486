import type { FakeClock } from './fake-clock.ts'

/** A promise of the pool's was broken. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/** What happened in a simulation, and the first promise that was broken. */
export class Report {
  readonly #clock: FakeClock
  readonly #trace: string[] | undefined
  #broken: Violation | null = null

  constructor(clock: FakeClock, trace: string[] | undefined) {
    this.#clock = clock
    this.#trace = trace
  }

  say(what: string): void {
    this.#trace?.push(`${this.#clock.now().toFixed(0).padStart(6)} ms  ${what}`)
  }

  /** Ends the run after the current step. */
  break(what: string): void {
    this.#broken ??= this.violation(what)
  }

  throwBroken(): void {
    if (this.#broken !== null) throw this.#broken
  }

  violation(what: string): Violation {
    this.say(`VIOLATION: ${what}`)
    return new Violation(what)
  }
}
