/** Limits concurrency, per slot and in total. */
export class ConcurrencyLimit {
  readonly #perSlot: number
  readonly #inAll: number
  readonly #taken = new Map<string, number>()
  #all = 0

  constructor(perSlot: number, inAll: number) {
    this.#perSlot = perSlot
    this.#inAll = inAll
  }

  /** Null when the limit is reached. */
  take(slot: string): Disposable | null {
    const own = this.#taken.get(slot) ?? 0
    if (own >= this.#perSlot || this.#all >= this.#inAll) return null
    this.#taken.set(slot, own + 1)
    this.#all++
    return {
      [Symbol.dispose]: () => {
        this.#all--
        const left = this.#taken.get(slot)! - 1
        if (left === 0) this.#taken.delete(slot)
        else this.#taken.set(slot, left)
      },
    }
  }
}
