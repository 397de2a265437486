import { HEADER_BYTES, MAX_GUEST_FRAME, ProtocolError, type Frame } from './frames.ts'

/**
 * Cuts a stream of bytes into frames. A payload lives in the chunk it came in: use it or copy it before returning.
 * Memory held is bounded by one frame, whatever the other side claims.
 */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void
  #pending: Buffer[] = []
  #pendingBytes = 0

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame
  }

  /** @throws {ProtocolError} when a frame is longer than allowed; whatever `onFrame` throws comes through. */
  push(chunk: Buffer): void {
    let buffer = chunk
    if (this.#pendingBytes > 0) {
      this.#pending.push(chunk)
      this.#pendingBytes += chunk.length
      if (this.#pendingBytes < HEADER_BYTES) return
      if (this.#pending.length > 1 && this.#pending[0]!.length < HEADER_BYTES) {
        this.#pending = [Buffer.concat(this.#pending)]
      }
      if (this.#pendingBytes < HEADER_BYTES + lengthOf(this.#pending[0]!, 0)) return
      buffer = this.#pending.length === 1 ? this.#pending[0]! : Buffer.concat(this.#pending)
      this.#pending = []
      this.#pendingBytes = 0
    }
    let at = 0
    while (buffer.length - at >= HEADER_BYTES) {
      const length = lengthOf(buffer, at)
      const end = at + HEADER_BYTES + length
      if (end > buffer.length) break
      this.#onFrame({
        kind: buffer[at + 4]!,
        call: buffer.readUInt32LE(at + 5),
        payload: buffer.subarray(at + HEADER_BYTES, end),
      })
      at = end
    }
    if (at < buffer.length) {
      this.#pending = [at === 0 ? buffer : buffer.subarray(at)]
      this.#pendingBytes = buffer.length - at
    }
  }
}

function lengthOf(buffer: Buffer, at: number): number {
  const length = buffer.readUInt32LE(at)
  if (length > MAX_GUEST_FRAME)
    throw new ProtocolError(`A frame claims ${length} bytes; ${MAX_GUEST_FRAME} are allowed`)
  return length
}
