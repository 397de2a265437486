import { MIN_CHUNK_COST, WINDOW_BYTES } from './frames.mjs'

/** @typedef {import('./logs.mjs').LogScope} LogScope */

/** A call without a response yet. */
export class OpenCall {
  /** Nobody waits for its response any more, or it failed outside its handler. */
  over = false
  /** How many it has sent. */
  spans = 0
  /** Stops the response that is being sent. @type {(() => unknown) | null} */
  stop = null
  /** @type {AbortController | null} */
  #controller = null
  /** Bytes of a streamed response that may be sent now. */
  #credit = WINDOW_BYTES
  /** @type {(() => void) | null} */
  #wake = null

  /**
   * @param {number} id
   * @param {LogScope | null} [scope]
   * @param {string} [traceId]
   */
  constructor(id, scope = null, traceId = '') {
    this.id = id
    this.scope = scope
    this.traceId = traceId
  }

  /** Aborted when nobody waits for the response any more. Created on first use, since most handlers never ask. */
  get signal() {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.over) this.#controller.abort()
    }
    return this.#controller.signal
  }

  /** Tells the call's code to stop. */
  end() {
    if (this.over) return
    this.over = true
    this.#wake?.()
    this.stop?.()
    this.#controller?.abort()
  }

  /** @param {number} bytes that may be sent in addition */
  grant(bytes) {
    this.#credit += bytes
    this.#wake?.()
  }

  /**
   * Resolves when a chunk of this many bytes may be sent. Returns undefined when it may be sent now.
   * @param {number} bytes
   * @returns {Promise<void> | undefined}
   */
  take(bytes) {
    const cost = Math.max(bytes, MIN_CHUNK_COST)
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
