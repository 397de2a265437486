import {
  LIMITS,
  LOG_LEVELS,
  SPAN_KINDS,
  SPAN_LIMITS,
  type CapturedLine,
  type ExecutionError,
  type MeasuredSpan,
  type ResponseHead,
} from '@alcove/contract'
import type { DebugMessage, LogpointReport } from '../engine.ts'
import {
  ASK_HEADER_BYTES,
  BEGIN,
  BODY,
  BODY_END,
  GRANT,
  ProtocolError,
  STOP,
  WINDOW_BYTES,
} from '../protocol/frames.ts'

/**
 * Parsers for the frames of a guest, one function per kind of frame. No other code reads a payload. The guest's process
 * also runs hostile code, so each parser accepts any bytes and either returns its type or throws a ProtocolError.
 */

const LOG_HEADER = 13
/** Added to the level of text whose line is not finished. */
const UNFINISHED = 0x80
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/
// oxlint-disable-next-line no-control-regex -- control characters are what must be refused
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/
const MAX_HEADERS = 200
const MAX_LOGPOINT_HITS = 100_000
const MAX_PROBLEM = 500
/** In characters. Guests cut names at the same length. */
const MAX_ERROR_NAME = 200
const MAX_ERROR_MESSAGE = 16 * 1024
const MAX_ERROR_STACK = 32 * 1024
/** Byte counts are stored as 32-bit numbers. */
const MAX_COUNT = 0x7fffffff
const MIN_EXIT_CODE = -0x80000000
const MAX_EXIT_CODE = 0xffffffff
const DAY_MS = 24 * 3600_000

/** HELLO: how long the runtime took to boot, in milliseconds. */
export function parseHello(payload: Buffer): { bootMs: number } {
  const { bootMs } = parseObject(payload)
  if (typeof bootMs !== 'number' || bootMs < 0) throw new ProtocolError('A greeting has no valid boot time')
  return { bootMs }
}

/** READY has no content: the host measures everything itself. */
export function parseReady(payload: Buffer): void {
  parseObject(payload)
}

export interface GuestError {
  error: ExecutionError
  /** Set when the guest's runtime, not the function, found the error. */
  code?: 'ResponseTooLarge'
  fatal: boolean
}

/** FAILED and INIT_FAILED. */
export function parseError(payload: Buffer): GuestError {
  const { name, message, stack, code, fatal } = parseObject(payload)
  if (typeof name !== 'string' || typeof message !== 'string') {
    throw new ProtocolError('An error has no name or message')
  }
  return {
    error: {
      name: name.slice(0, MAX_ERROR_NAME),
      message: message.slice(0, MAX_ERROR_MESSAGE),
      ...(typeof stack === 'string' ? { stack: stack.slice(0, MAX_ERROR_STACK) } : {}),
    },
    ...(code === 'ResponseTooLarge' ? { code } : {}),
    fatal: fatal === true,
  }
}

const EMPTY_HEAD = Buffer.from('{}')

/** RESULT: a whole response. */
export function parseResult(payload: Buffer, http: boolean, heads: HeadParser): { head: ResponseHead; body: Buffer } {
  const { head, body } = splitHeadAndBody(payload)
  return { head: heads.parse(head, http), body }
}

/** Longer heads are not kept: few are, and an instance could fill memory with them. */
const MAX_KEPT_HEAD = 1024

/** Parses the heads of an instance's responses. Most are like the one before: those are the same object again. */
export class HeadParser {
  #bytes = EMPTY_HEAD
  #head: ResponseHead | null = null

  /** @throws {ProtocolError} */
  parse(payload: Buffer, http: boolean): ResponseHead {
    if (!http) return parseHead(payload, false)
    if (this.#head !== null && this.#bytes.equals(payload)) return this.#head
    const head = parseHead(payload, true)
    if (payload.length <= MAX_KEPT_HEAD) {
      // A copy: the payload is a view of a chunk that holds other frames.
      this.#bytes = Buffer.from(payload)
      this.#head = head
    }
    return head
  }
}

/** HEAD: the status and headers of a response. */
export function parseHead(payload: Buffer, http: boolean): ResponseHead {
  if (!http) {
    if (!payload.equals(EMPTY_HEAD)) throw new ProtocolError('An answer to an event has an HTTP head')
    return {}
  }
  const { statusCode, headers } = parseObject(payload)
  if (!isInteger(statusCode, 200, 599)) throw new ProtocolError('A response head has no valid status code')
  if (!Array.isArray(headers) || headers.length > MAX_HEADERS) {
    throw new ProtocolError('A response head has no valid headers')
  }
  for (const header of headers) {
    if (!Array.isArray(header) || header.length !== 2 || !isHeader(header[0], header[1])) {
      throw new ProtocolError('A response head has no valid headers')
    }
  }
  return { statusCode, headers: headers as [string, string][] }
}

/** END: the end of a streamed response. */
export function parseEnd(payload: Buffer): void {
  if (payload.length > 0) throw new ProtocolError('The END of a response has a payload')
}

/** A line, or its beginning: the next text of its level continues it. */
export interface LogText extends CapturedLine {
  unfinished?: boolean
}

/** LOG. */
export function parseLine(payload: Buffer, receivedAt: number): LogText {
  const kind = payload[0] ?? 0
  const level = LOG_LEVELS[kind & ~UNFINISHED]
  if (payload.length < LOG_HEADER || level === undefined) throw new ProtocolError('A log frame is not well formed')
  const time = payload.readDoubleLE(5)
  // Guests cut their own lines, but a forged line may fill a whole frame.
  const end = Math.min(payload.length, LOG_HEADER + LIMITS.logLineBytes)
  return {
    // Use our own clock when the guest's is off: it may be forged, or have stopped while the instance was frozen.
    time: Math.abs(time - receivedAt) < 60_000 ? time : receivedAt,
    level,
    message: payload.toString('utf8', LOG_HEADER, end),
    truncatedBytes: Math.min(MAX_COUNT, payload.readUInt32LE(1) + payload.length - end),
    ...((kind & UNFINISHED) === 0 ? {} : { unfinished: true }),
  }
}

/** EXITING: the code the process is about to exit with. */
export function parseExitCode(payload: Buffer): number {
  const { code } = parseObject(payload)
  if (!isInteger(code, MIN_EXIT_CODE, MAX_EXIT_CODE)) throw new ProtocolError('EXITING has no valid exit code')
  // The kernel keeps the low 8 bits: exit(3).
  return code & 0xff
}

export interface InvokeRequest {
  /** The guest's request that the answer belongs to. */
  request: number
  function: string
  qualifier: string | null
  /** As a task: answered once it is accepted. */
  async: boolean
  idempotencyKey: string | null
  delaySeconds: number | null
  /** Valid only until the next frame is read: copy what you keep. */
  event: Buffer
}

/** INVOKE: a call of another function. */
export function parseInvoke(payload: Buffer): InvokeRequest {
  const { head, body } = splitHeadAndBody(payload)
  const { request, function: name, qualifier, async = false, idempotencyKey, delaySeconds } = parseObject(head)
  if (!isInteger(request, 0, Number.MAX_SAFE_INTEGER) || typeof name !== 'string') {
    throw new ProtocolError('A call of another function names no request or no function')
  }
  if (qualifier !== undefined && typeof qualifier !== 'string') {
    throw new ProtocolError('A call of another function has a qualifier that is no text')
  }
  if (typeof async !== 'boolean')
    throw new ProtocolError('A call of another function has an "async" that is no boolean')
  if (idempotencyKey !== undefined && typeof idempotencyKey !== 'string') {
    throw new ProtocolError('A call of another function has an idempotency key that is no text')
  }
  if (delaySeconds !== undefined && typeof delaySeconds !== 'number') {
    throw new ProtocolError('A call of another function has a delay that is no number')
  }
  return {
    request,
    function: name,
    qualifier: qualifier ?? null,
    async,
    idempotencyKey: idempotencyKey ?? null,
    delaySeconds: delaySeconds ?? null,
    event: body,
  }
}

/** A part of a request to the platform. */
export type Ask =
  | { part: 'begin'; request: number; operation: string; input: Record<string, unknown>; hasBody: boolean }
  /** `bytes` are valid only until the next frame is read. */
  | { part: 'body'; request: number; bytes: Buffer }
  | { part: 'end' | 'stop'; request: number }
  | { part: 'grant'; request: number; bytes: number }

const OPERATION = /^[a-z][A-Za-z.]{0,63}$/

/** ASK. What the input of an operation may be, its handler checks. */
export function parseAsk(payload: Buffer): Ask {
  if (payload.length < ASK_HEADER_BYTES) throw new ProtocolError('A request to the platform is too short')
  const request = payload.readUInt32LE(0)
  const content = payload.subarray(ASK_HEADER_BYTES)
  const part = payload[4]!
  if (part === BEGIN) return { part: 'begin', request, ...parseOperation(content) }
  if (part === BODY) return { part: 'body', request, bytes: content }
  if (part === GRANT) {
    const bytes = content.length === 4 ? content.readUInt32LE(0) : 0
    if (bytes < 1 || bytes > WINDOW_BYTES)
      throw new ProtocolError('A request to the platform grants no valid number of bytes')
    return { part: 'grant', request, bytes }
  }
  if (content.length > 0 || (part !== BODY_END && part !== STOP)) {
    throw new ProtocolError('A request to the platform has a part that does not exist')
  }
  return { part: part === STOP ? 'stop' : 'end', request }
}

function parseOperation(content: Buffer) {
  const { operation, input, body } = parseObject(content)
  if (typeof operation !== 'string' || !OPERATION.test(operation)) {
    throw new ProtocolError('A request to the platform names no operation')
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ProtocolError('A request to the platform has no input')
  }
  if (body !== undefined && typeof body !== 'boolean') {
    throw new ProtocolError('A request to the platform does not say whether it has a body')
  }
  return { operation, input: input as Record<string, unknown>, hasBody: body === true }
}

const SPAN_ID = /^[0-9a-f]{16}$/
/** The most bytes of the name, all attributes and the error. Guests cut them shorter. */
const MAX_SPAN_BYTES = 16 * 1024

/** SPAN. Texts are cut and attributes beyond the limits left out, as guests do; the rest must be right. */
export function parseSpan(payload: Buffer, receivedAt: number): MeasuredSpan {
  if (payload.length > MAX_SPAN_BYTES) throw new ProtocolError('A span is too long')
  const { id, parentId, name, kind, startedAt, durationMs, error, attributes } = parseObject(payload)
  if (!isSpanId(id) || (parentId !== null && !isSpanId(parentId)) || typeof name !== 'string') {
    throw new ProtocolError('A span has no valid id or name')
  }
  const known = SPAN_KINDS.find((each) => each === kind)
  if (known === undefined || typeof startedAt !== 'number' || typeof durationMs !== 'number') {
    throw new ProtocolError('A span has no valid kind or time')
  }
  // A clock that was frozen or set, or a forged time.
  const lasted = Math.min(Math.max(0, durationMs), DAY_MS)
  const began = Math.abs(startedAt + lasted - receivedAt) < 60_000 ? startedAt : receivedAt - lasted
  return {
    id,
    parentId,
    name: name.slice(0, SPAN_LIMITS.name),
    kind: known,
    startedAt: began,
    durationMs: lasted,
    error: typeof error === 'string' ? error.slice(0, SPAN_LIMITS.value) : null,
    attributes: attributesOf(attributes),
  }
}

function isSpanId(value: unknown): value is string {
  return typeof value === 'string' && SPAN_ID.test(value)
}

function attributesOf(value: unknown): MeasuredSpan['attributes'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const kept: [string, string | number | boolean][] = []
  for (const [key, each] of Object.entries(value) as [string, unknown][]) {
    if (kept.length === SPAN_LIMITS.attributes) break
    if (key.length > SPAN_LIMITS.key || key === '__proto__') continue
    if (typeof each === 'string') kept.push([key, each.slice(0, SPAN_LIMITS.value)])
    // JSON has 1e999, which would be stored as null.
    else if (typeof each === 'boolean' || Number.isFinite(each)) kept.push([key, each as boolean | number])
  }
  return Object.fromEntries(kept)
}

/** DEBUG_MESSAGE: a piece of a message, and whether it is the last one. */
export function parseDebugPiece(payload: Buffer): { last: boolean; piece: Buffer } {
  const mark = payload[0]
  if (mark !== 0 && mark !== 1) throw new ProtocolError('A debug message is not well formed')
  return { last: mark === 1, piece: payload.subarray(1) }
}

/** The pieces of DEBUG_MESSAGE frames put together. */
export function parseDebugMessage(bytes: Buffer): DebugMessage {
  const message = parseObject(bytes)
  const { id, method } = message
  if (isInteger(id, 0, Number.MAX_SAFE_INTEGER) && method === undefined) return message as DebugMessage
  if (id === undefined && typeof method === 'string') return message as DebugMessage
  throw new ProtocolError('A debug message is neither an answer nor an event')
}

/** LOGPOINT: what has become of a logpoint since the last one. */
export function parseLogpoint(payload: Buffer): LogpointReport {
  const { id, hits, problem, over } = parseObject(payload)
  if (typeof id !== 'string' || !isInteger(hits, 0, MAX_LOGPOINT_HITS)) {
    throw new ProtocolError('A report of a logpoint is not well formed')
  }
  return { id, hits, problem: typeof problem === 'string' ? problem.slice(0, MAX_PROBLEM) : null, over: over === true }
}

function parseObject(payload: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    throw new ProtocolError('A frame does not hold JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('A frame does not hold a JSON object')
  }
  return value as Record<string, unknown>
}

function splitHeadAndBody(payload: Buffer): { head: Buffer; body: Buffer } {
  if (payload.length < 4) throw new ProtocolError('A frame is too short to hold a head')
  const end = 4 + payload.readUInt32LE(0)
  if (end > payload.length) throw new ProtocolError('A head is longer than its frame')
  return { head: payload.subarray(4, end), body: payload.subarray(end) }
}

function isInteger(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
}

function isHeader(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && typeof value === 'string' && HEADER_NAME.test(name) && HEADER_VALUE.test(value)
}
