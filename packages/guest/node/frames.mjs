/** The guest's half of the frame format; the host's is packages/engine/src/protocol/frames.ts. */
export const HEADER_BYTES = 9

/** Host → guest. */
export const INIT = 1
export const CALL = 2
export const INVOKED = 3
export const CANCEL = 4
export const CREDIT = 5
export const ANSWER = 6
export const DEBUG_COMMAND = 12
export const LOGPOINTS = 13

/** Guest → host. */
export const HELLO = 16
export const READY = 17
export const INIT_FAILED = 18
export const RESULT = 19
export const HEAD = 20
export const DATA = 21
export const END = 22
export const FAILED = 23
export const LOG = 24
export const EXITING = 25
export const INVOKE = 26
export const ASK = 27

/** Parts of ASK and ANSWER: number of the request (u32 LE), part (u8), content. */
export const ASK_HEADER_BYTES = 5
export const BEGIN = 0
export const BODY = 1
export const BODY_END = 2
export const STOP = 3
export const GRANT = 4
export const DEBUG_ATTACHED = 28
export const DEBUG_MESSAGE = 29
export const SPAN = 30
export const LOGPOINT = 31
export const TELEMETRY = 32
export const COVERAGE = 33
export const LOGPOINTS_SET = 34

/** Longest payload sent in one frame. The host accepts four times as much. */
export const MAX_PAYLOAD = 256 * 1024
/**
 * Bytes of a streamed response that may be sent before the host grants more. A chunk counts as at least MIN_CHUNK_COST.
 */
export const WINDOW_BYTES = 512 * 1024
export const MIN_CHUNK_COST = 1024

/**
 * @param {number} kind
 * @param {number} call
 * @param {Uint8Array} payload
 * @returns {Buffer}
 */
export function encodeFrame(kind, call, payload) {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length)
  frame.writeUInt32LE(payload.length, 0)
  frame[4] = kind
  frame.writeUInt32LE(call, 5)
  frame.set(payload, HEADER_BYTES)
  return frame
}

/**
 * A JSON head followed by text or raw bytes.
 * @param {number} kind
 * @param {number} call
 * @param {string} head
 * @param {string | Uint8Array} body
 * @returns {Buffer}
 */
export function encodeHeadAndBody(kind, call, head, body) {
  const headBytes = Buffer.byteLength(head)
  const bodyBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 4 + headBytes + bodyBytes)
  frame.writeUInt32LE(4 + headBytes + bodyBytes, 0)
  frame[4] = kind
  frame.writeUInt32LE(call, 5)
  frame.writeUInt32LE(headBytes, HEADER_BYTES)
  frame.write(head, HEADER_BYTES + 4, 'utf8')
  if (typeof body === 'string') frame.write(body, HEADER_BYTES + 4 + headBytes, 'utf8')
  else frame.set(body, HEADER_BYTES + 4 + headBytes)
  return frame
}

/**
 * A part of a request to the platform.
 * @param {number} call
 * @param {number} request
 * @param {number} part
 * @param {Uint8Array} content
 * @returns {Buffer}
 */
export function encodeAsk(call, request, part, content) {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + ASK_HEADER_BYTES + content.length)
  frame.writeUInt32LE(ASK_HEADER_BYTES + content.length, 0)
  frame[4] = ASK
  frame.writeUInt32LE(call, 5)
  frame.writeUInt32LE(request, HEADER_BYTES)
  frame[HEADER_BYTES + 4] = part
  frame.set(content, HEADER_BYTES + ASK_HEADER_BYTES)
  return frame
}

/**
 * Splits a stream of bytes into frames.
 * @param {(kind: number, call: number, payload: Buffer) => void} onFrame
 * @returns {(chunk: Buffer) => void}
 */
export function frameReader(onFrame) {
  /** @type {Buffer[]} */
  let pending = []
  let pendingBytes = 0
  return (chunk) => {
    let buffer = chunk
    if (pendingBytes > 0) {
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes < HEADER_BYTES) return
      if (pending[0].length < HEADER_BYTES) pending = [Buffer.concat(pending)]
      if (pendingBytes < HEADER_BYTES + pending[0].readUInt32LE(0)) return
      buffer = Buffer.concat(pending)
      pending = []
      pendingBytes = 0
    }
    let at = 0
    while (buffer.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + buffer.readUInt32LE(at)
      if (end > buffer.length) break
      onFrame(buffer[at + 4], buffer.readUInt32LE(at + 5), buffer.subarray(at + HEADER_BYTES, end))
      at = end
    }
    if (at < buffer.length) {
      pending = [buffer.subarray(at)]
      pendingBytes = buffer.length - at
    }
  }
}
