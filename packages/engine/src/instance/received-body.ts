import { MIN_CHUNK_COST, ProtocolError, WINDOW_BYTES } from '../protocol/frames.ts'

/**
 * The body of a guest's request. The guest may send a window ahead of the reader, and gets more credit as the reader reads. Can
 * be read once.
 */
export class ReceivedBody implements AsyncIterable<Uint8Array> {
  readonly #grant: (bytes: number) => void
  #chunks: Uint8Array[] = []
  #credit = WINDOW_BYTES
  /** Read, but not granted again yet. */
  #read = 0
  #state: 'open' | 'ended' | 'discarded' = 'open'
  #error: Error | null = null
  #wake: (() => void) | null = null

  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  /** @throws {ProtocolError} */
  push(bytes: Buffer): void {
    if (this.#state === 'ended') throw new ProtocolError('The body of a request goes on after its end')
    const cost = Math.max(bytes.length, MIN_CHUNK_COST)
    if (cost > this.#credit) throw new ProtocolError('The body of a request was sent faster than it was taken')
    this.#credit -= cost
    if (this.#state === 'discarded') return
    // A copy: the frame is part of a larger chunk, which would stay in memory with it.
    this.#chunks.push(new Uint8Array(bytes))
    this.#wake?.()
  }

  /** @throws {ProtocolError} */
  end(): void {
    if (this.#state === 'ended') throw new ProtocolError('The body of a request ends twice')
    if (this.#state === 'open') this.#state = 'ended'
    this.#wake?.()
  }

  /** Nobody reads the rest. Whoever reads now fails with the error. */
  discard(error: Error): void {
    this.#error ??= error
    this.#state = 'discarded'
    this.#chunks = []
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        this.#taken(chunk.length)
        yield chunk
      } else if (this.#error !== null) {
        throw this.#error
      } else if (this.#state === 'ended') {
        return
      } else {
        // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
        await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    }
  }

  #taken(bytes: number): void {
    this.#read += Math.max(bytes, MIN_CHUNK_COST)
    // Half a window at a time, as for responses.
    if (this.#read < WINDOW_BYTES / 2 || this.#state !== 'open') return
    const granted = this.#read
    this.#read = 0
    this.#credit += granted
    this.#grant(granted)
  }
}
