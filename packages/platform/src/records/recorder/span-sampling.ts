import type { CallReport, SpanSampling as Rule } from '@alcove/contract'

/** Says which calls keep their spans: all that failed or were slow, and of the others the first ones of each second. */
export class SpanSampling {
  #second = 0
  readonly #kept = new Map<string, number>()

  keeps(functionId: string, { status, durationMs }: CallReport, { perSecond, slowMs }: Rule, now: number): boolean {
    if (status !== 'success' || durationMs >= slowMs) return true
    const second = Math.floor(now / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#kept.clear()
    }
    const kept = (this.#kept.get(functionId) ?? 0) + 1
    this.#kept.set(functionId, kept)
    return kept <= perSecond
  }
}
