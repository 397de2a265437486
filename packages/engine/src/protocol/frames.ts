/**
 * A frame: payload length (u32 LE), kind (u8), call id (u32 LE), payload. Call id 0 means no call. README.md, "The
 * frames", describes the payloads. The guest's half is packages/guest/node/frames.mjs.
 */
export const HEADER_BYTES = 9
/** Largest frame accepted from a guest. Longer bodies are split. */
export const MAX_GUEST_FRAME = 1024 * 1024
/**
 * Bytes of a streamed response that a guest may send ahead of the reader. Each chunk counts as at least
 * `MIN_CHUNK_COST`, so that tiny chunks cannot cost the host more memory than large ones.
 */
export const WINDOW_BYTES = 512 * 1024
export const MIN_CHUNK_COST = 1024

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

/**
 * ASK and ANSWER are requests to the platform and their answers, of which either may have a body. Payload: number of the
 * request (u32 LE), part (u8), content. Bodies have windows of `WINDOW_BYTES`, one for each direction.
 */
export const ASK_HEADER_BYTES = 5
/** JSON. */
export const BEGIN = 0
export const BODY = 1
export const BODY_END = 2
/** From the guest: the answer is not wanted. From the host: the body broke off, with the error as JSON. */
export const STOP = 3
/** Bytes (u32 LE) of the body that may be sent in addition. */
export const GRANT = 4
export const DEBUG_ATTACHED = 28
export const DEBUG_MESSAGE = 29
export const SPAN = 30
export const LOGPOINT = 31
export const TELEMETRY = 32
export const COVERAGE = 33
export const LOGPOINTS_SET = 34

export interface Frame {
  kind: number
  call: number
  payload: Buffer
}

export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** Encodes a frame. */
export function encodeFrame(kind: number, call: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length)
  frame.writeUInt32LE(length, 0)
  frame[4] = kind
  frame.writeUInt32LE(call, 5)
  let at = HEADER_BYTES
  for (const part of parts) {
    frame.set(part, at)
    at += part.length
  }
  return frame
}

/** Lets the guest send that many more bytes of a response. */
export function encodeCredit(call: number, bytes: number): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 4)
  frame.writeUInt32LE(4, 0)
  frame[4] = CREDIT
  frame.writeUInt32LE(call, 5)
  frame.writeUInt32LE(bytes, HEADER_BYTES)
  return frame
}

/** A part of an answer to a request of the guest. */
export function encodeAnswer(call: number, request: number, part: number, content: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + ASK_HEADER_BYTES + content.length)
  frame.writeUInt32LE(ASK_HEADER_BYTES + content.length, 0)
  frame[4] = ANSWER
  frame.writeUInt32LE(call, 5)
  frame.writeUInt32LE(request, HEADER_BYTES)
  frame[HEADER_BYTES + 4] = part
  frame.set(content, HEADER_BYTES + ASK_HEADER_BYTES)
  return frame
}

/** A head, which is JSON text, followed by bytes: length of the head (u32 LE), head, bytes. */
export function encodeHeadAndBody(kind: number, call: number, head: string, body: Uint8Array): Buffer {
  const headBytes = Buffer.byteLength(head)
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 4 + headBytes + body.length)
  frame.writeUInt32LE(4 + headBytes + body.length, 0)
  frame[4] = kind
  frame.writeUInt32LE(call, 5)
  frame.writeUInt32LE(headBytes, HEADER_BYTES)
  frame.write(head, HEADER_BYTES + 4, 'utf8')
  frame.set(body, HEADER_BYTES + 4 + headBytes)
  return frame
}
