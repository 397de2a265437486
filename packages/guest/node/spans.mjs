/**
 * Spans of a call: requests over HTTP, and what code measures with OpenTelemetry. Each is sent to the host once it has
 * ended, and the host keeps it with the record of the call.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { encodeFrame, SPAN } from './frames.mjs'
import { processMs } from './process-ms.mjs'

/** @typedef {{ id: number, traceId: string, spans: number }} TracedCall */
/** @typedef {Record<string, string | number | boolean>} Attributes */

/** The host's limits; it counts what is beyond them. */
const MOST = { ofCall: 200, name: 200, attributes: 16, key: 100, value: 400 }
const POOL_BYTES = 8 * 64
const stringify = JSON.stringify
const clock = Date.now
// Loading node:crypto takes 3 ms of processor time, and most instances make no span.
const load = process.getBuiltinModule

/** @type {(frame: Buffer) => unknown} */
let send = () => {}
/** @type {() => TracedCall | undefined} */
let currentCall = () => undefined
/** The span that code runs in. @type {AsyncLocalStorage<Span>} */
export const active = new AsyncLocalStorage()
const pool = Buffer.alloc(POOL_BYTES)
let drawn = POOL_BYTES

/**
 * @param {(frame: Buffer) => unknown} given
 * @param {() => TracedCall | undefined} current the call that the running code belongs to
 */
export function connectSpans(given, current) {
  send = given
  currentCall = current
}

export const callNow = () => currentCall()

export class Span {
  #started = processMs()
  #startedAt = clock()
  #ended = false
  /** @type {string | null} */
  error = null
  /** @type {Attributes} */
  attributes = {}

  /**
   * @param {TracedCall} call
   * @param {string} name
   * @param {string} kind one of OpenTelemetry's
   * @param {Span | undefined} [parent] of the same call
   */
  constructor(call, name, kind, parent = active.getStore()) {
    this.call = call
    this.name = name
    this.kind = kind
    this.parentId = parent?.call === call ? parent.id : null
    this.id = newSpanId()
  }

  get ended() {
    return this.#ended
  }

  /** W3C trace context of what the span causes. */
  get traceparent() {
    return `00-${this.call.traceId}-${this.id}-01`
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  set(key, value) {
    if (this.#ended || key.length > MOST.key) return
    if (!(key in this.attributes) && Object.keys(this.attributes).length >= MOST.attributes) return
    if (typeof value === 'string') this.attributes[key] = value.slice(0, MOST.value)
    else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
      this.attributes[key] = value
    }
  }

  /** @param {unknown} error */
  fail(error) {
    this.error = text(error)
  }

  end() {
    if (this.#ended) return
    this.#ended = true
    // One more than the host keeps would be counted there; a loop must not fill the socket.
    if (++this.call.spans > MOST.ofCall) return
    const span = {
      id: this.id,
      parentId: this.parentId,
      name: this.name.slice(0, MOST.name),
      kind: this.kind,
      startedAt: this.#startedAt,
      durationMs: processMs() - this.#started,
      error: this.error,
      attributes: this.attributes,
    }
    send(encodeFrame(SPAN, this.call.id, Buffer.from(stringify(span))))
  }
}

/** @param {unknown} error */
function text(error) {
  try {
    const { name, message } = /** @type {{ name?: unknown, message?: unknown }} */ (error ?? {})
    return (message === undefined ? String(error) : `${String(name ?? 'Error')}: ${String(message)}`).slice(
      0,
      MOST.value,
    )
  } catch {
    return 'Error'
  }
}

function newSpanId() {
  if (drawn === POOL_BYTES) {
    load('node:crypto').randomFillSync(pool)
    drawn = 0
  }
  drawn += 8
  return pool.toString('hex', drawn - 8, drawn)
}
