import type { CallReport } from '@alcove/contract'

/** Ordinary calls of a function that keep their spans, per second. */
const PER_SECOND = 20
/** Slower calls always keep theirs, as failed ones do. */
const SLOW_MS = 1_000

/** Says which calls keep their spans: all that failed or were slow, and of the others the first ones of each second. */
export class SpanSampling {
  #second = 0
  readonly #kept = new Map<string, number>()

  keeps(functionId: string, { status, durationMs }: CallReport, now: number): boolean {
    if (status !== 'success' || durationMs >= SLOW_MS) return true
    const second = Math.floor(now / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#kept.clear()
    }
    const kept = (this.#kept.get(functionId) ?? 0) + 1
    this.#kept.set(functionId, kept)
    return kept <= PER_SECOND
  }
}
