import type { AlcoveError } from '@alcove/contract'
import type { Hold } from '../wire/byte-budget.ts'
import type { ResponseSink } from './response-sink.ts'

/** Keeps a whole answer in memory while the byte budget has room for it. Otherwise the call is aborted. */
export class Collected implements ResponseSink, Disposable {
  refused: AlcoveError | null = null
  readonly #hold: Hold
  readonly #abort: AbortController
  #chunks: Uint8Array[] = []

  constructor(hold: Hold, abort: AbortController) {
    this.#hold = hold
    this.#abort = abort
  }

  head(): void {}

  data(chunk: Uint8Array): void {
    if (this.refused) return
    try {
      this.#hold.take(chunk.length)
      // A copy: the engine may reuse the buffer.
      this.#chunks.push(Uint8Array.from(chunk))
    } catch (error) {
      this.refused = error as AlcoveError
      this.#chunks = []
      this.#abort.abort()
    }
  }

  bytes(): Buffer<ArrayBuffer> {
    return Buffer.concat(this.#chunks)
  }

  [Symbol.dispose](): void {
    this.#hold[Symbol.dispose]()
  }
}
