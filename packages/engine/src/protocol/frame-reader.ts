import { HEADER_BYTES, MAX_GUEST_FRAME, ProtocolError, type Frame } from './frames.ts'

/**
 * Splits a byte stream into frames. A payload is a view of its chunk: use or copy it before returning. Holds at most
 * one frame in memory, whatever the other side sends.
 */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void
  /** The first bytes of a header. */
  #begun: Buffer | null = null
  /** A frame that spans chunks, and the number of bytes received. */
  #partial: Buffer | null = null
  #filled = 0

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame
  }

  /** @throws {ProtocolError} when a frame exceeds the limit, and whatever `onFrame` throws */
  push(chunk: Buffer): void {
    let buffer = chunk
    let at = 0
    if (this.#partial !== null) {
      const partial = this.#partial
      at = chunk.copy(partial, this.#filled)
      this.#filled += at
      if (this.#filled < partial.length) return
      this.#partial = null
      this.#pass(partial, 0, partial.length)
    } else if (this.#begun !== null) {
      buffer = Buffer.concat([this.#begun, chunk])
      this.#begun = null
    }
    while (buffer.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + lengthOf(buffer, at)
      if (end > buffer.length) {
        this.#partial = Buffer.allocUnsafe(end - at)
        this.#filled = buffer.copy(this.#partial, 0, at)
        return
      }
      this.#pass(buffer, at, end)
      at = end
    }
    if (at < buffer.length) this.#begun = Buffer.from(buffer.subarray(at))
  }

  #pass(buffer: Buffer, at: number, end: number): void {
    this.#onFrame({
      kind: buffer[at + 4]!,
      call: buffer.readUInt32LE(at + 5),
      payload: buffer.subarray(at + HEADER_BYTES, end),
    })
  }
}

function lengthOf(buffer: Buffer, at: number): number {
  const length = buffer.readUInt32LE(at)
  if (length > MAX_GUEST_FRAME)
    throw new ProtocolError(`A frame claims ${length} bytes; ${MAX_GUEST_FRAME} are allowed`)
  return length
}
