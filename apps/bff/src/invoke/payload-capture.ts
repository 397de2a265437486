import { LIMITS, type RecordedPayload } from '@alcove/contract'

const CAP = LIMITS.recordedPayloadBytes

/** Keeps the first bytes of a payload that passes by, for the record. */
export class PayloadCapture {
  #chunks: Buffer[] = []
  #kept = 0
  /** Size of the whole payload so far. */
  bytes = 0

  push(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength
    if (this.#kept >= CAP) return
    // A copy: the sender may reuse its buffer, and a view would keep all of it in memory.
    const room = CAP - this.#kept
    const part = Buffer.from(chunk.byteLength <= room ? chunk : chunk.subarray(0, room))
    this.#chunks.push(part)
    this.#kept += part.byteLength
  }

  recorded(): RecordedPayload {
    const kept = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    const truncated = this.bytes > this.#kept
    const text = textOf(kept, truncated)
    return text === null
      ? { text: Buffer.from(kept).toString('base64'), encoding: 'base64', bytes: this.bytes, truncated }
      : { text, encoding: 'utf8', bytes: this.bytes, truncated }
  }
}

export function recordedPayload(bytes: Uint8Array): RecordedPayload {
  const capture = new PayloadCapture()
  capture.push(bytes)
  return capture.recorded()
}

/** The same of text that JSON.stringify wrote: it holds no NUL. */
export function recordedText(json: string): RecordedPayload {
  const bytes = Buffer.byteLength(json)
  // Half a surrogate pair would change on its way through UTF-8; JSON.stringify escapes those.
  return bytes <= CAP ? { text: json, encoding: 'utf8', bytes, truncated: false } : recordedPayload(Buffer.from(json))
}

const WHOLE = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Null when the bytes are not text. A cut may fall inside a character, which is then left out. */
function textOf(bytes: Uint8Array, cut: boolean): string | null {
  try {
    const text = cut
      ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
      : WHOLE.decode(bytes)
    // PostgreSQL's text cannot hold it.
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
