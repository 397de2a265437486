import { MIN_PIECE_COST, WINDOW_BYTES } from './frames.mjs'

/** @typedef {import('./logs.mjs').LogScope} LogScope */

/** A call that has not been answered. */
export class OpenCall {
  /** Nobody waits for its answer any more, or it has failed where no handler could catch it. */
  over = false
  /** Makes the response that is being sent stop. @type {(() => unknown) | null} */
  stop = null
  /** @type {AbortController | null} */
  #controller = null
  /** Bytes of a streamed response that the host takes. */
  #credit = WINDOW_BYTES
  /** @type {(() => void) | null} */
  #wake = null

  /**
   * @param {number} id
   * @param {LogScope | null} [scope]
   */
  constructor(id, scope = null) {
    this.id = id
    this.scope = scope
  }

  /** Aborted when nobody waits for the answer any more. Most handlers never ask for it. */
  get signal() {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.over) this.#controller.abort()
    }
    return this.#controller.signal
  }

  /** Tells the code of the call that it need not go on. */
  end() {
    if (this.over) return
    this.over = true
    this.#wake?.()
    this.stop?.()
    this.#controller?.abort()
  }

  /** @param {number} bytes that the host takes in addition */
  grant(bytes) {
    this.#credit += bytes
    this.#wake?.()
  }

  /**
   * Resolves when a piece of so many bytes may be sent; nothing when it may be at once.
   * @param {number} bytes
   * @returns {Promise<void> | undefined}
   */
  take(bytes) {
    const cost = Math.max(bytes, MIN_PIECE_COST)
    if (cost > this.#credit && !this.over) return this.#wait(cost)
    this.#credit -= cost
  }

  /** @param {number} cost */
  async #wait(cost) {
    while (cost > this.#credit && !this.over) await new Promise((resolve) => (this.#wake = () => resolve(null)))
    this.#wake = null
    this.#credit -= cost
  }
}
