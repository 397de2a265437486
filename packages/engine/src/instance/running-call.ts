import { performance } from 'node:perf_hooks'
import {
  LIMITS,
  type CallContext,
  type CallInput,
  type CallObserver,
  type MeasuredSpan,
  type MeasuredSpans,
  type ResponseHead,
} from '@alcove/contract'
import { MIN_CHUNK_COST, ProtocolError, WINDOW_BYTES } from '../protocol/frames.ts'
import { isLogs, missing, receiveTelemetry } from '../telemetry/receive.ts'
import { CallLog } from './call-log.ts'
import { CallSpans } from './call-spans.ts'
import type { Outcome } from './outcome.ts'

export interface CallRequest {
  context: CallContext
  input: CallInput
  signal?: AbortSignal | undefined
}

export interface CallResult {
  outcome: Outcome
  handlerMs: number
  responseMs: number
  responseBytes: number
  logLines: number
  logsTruncated: boolean
  spans: MeasuredSpans | null
}

/** The most bytes that SDKs export in one call. */
const MOST_TELEMETRY_BYTES = 4 * 1024 * 1024
const RECORDS_MISSING = 'Log records are missing from here on: SDKs may export 4 MB in one call'

/** The most bytes of coverage reports in one call. Beyond it nothing is measured. */
const MOST_COVERAGE_BYTES = 4 * 1024 * 1024

/** One call, from its CALL frame to its last frame. */
export class RunningCall {
  readonly id: number
  readonly invocationId: string
  readonly logs: CallLog
  readonly observer: CallObserver
  readonly http: boolean
  readonly result: Promise<CallResult>
  /** Its time is up and its stack is being read. An answer now comes too late. */
  overdue = false
  /** The outcome of a call that was cancelled: its caller is gone and its code was notified. */
  cancelOutcome: Outcome | null = null
  innerCalls = 0
  /** Requests to the platform that are open. */
  guestRequests = 0
  readonly #redact: ((text: string) => string) | null
  readonly #startedAt = performance.now()
  #resolve!: (result: CallResult) => void
  #settled = false
  #headAt: number | null = null
  #responseBytes = 0
  /** Flow control of a streamed response: bytes the guest may still send, and bytes read but not yet granted again. */
  #credit = WINDOW_BYTES
  #taken = 0
  /** Chunks that the caller has not read yet. */
  #unread = 0
  /** Aborts the calls this call made when it ends. Created on first use. */
  #inner: AbortController | null = null
  #spans: CallSpans | null = null
  readonly #traceId: string
  #telemetryBytes = 0
  #recordsMissing = false
  #coverageBytes = 0
  #timer: NodeJS.Timeout | null = null
  #late: () => void = () => {}
  #dueAt = 0
  #leftMs: number | null = null
  #signal: AbortSignal | undefined
  #onAbort: (() => void) | null = null

  /** @param redact replaces the values of secrets in log lines and spans */
  constructor(
    id: number,
    { context, input }: CallRequest,
    observer: CallObserver,
    redact: ((text: string) => string) | null,
  ) {
    this.id = id
    this.invocationId = context.invocationId
    this.#traceId = context.traceId
    this.http = input.kind === 'http'
    this.observer = observer
    this.#redact = redact
    this.logs = new CallLog((line) => observer.log(line), redact)
    this.result = new Promise((resolve) => (this.#resolve = resolve))
  }

  get open(): boolean {
    return !this.#settled
  }

  addSpan(span: MeasuredSpan): void {
    this.#spans ??= new CallSpans(this.#redact)
    this.#spans.add(span)
  }

  /** Whether it has as many spans as a call may have. */
  get hasAllSpans(): boolean {
    return this.#spans?.full === true
  }

  dropSpan(): void {
    this.#spans!.dropped += 1
  }

  /** What an SDK inside exports. @param shared whether the instance serves other calls at the same time */
  addTelemetry(payload: Buffer, shared: boolean): void {
    const now = Date.now()
    this.#spans ??= new CallSpans(this.#redact)
    this.#telemetryBytes += payload.length
    if (this.#telemetryBytes > MOST_TELEMETRY_BYTES) {
      if (!isLogs(payload)) this.#spans.dropped += 1
      else if (!this.#recordsMissing) this.logs.add(missing(now, RECORDS_MISSING))
      this.#recordsMissing ||= isLogs(payload)
      return
    }
    const call = {
      traceId: this.#traceId,
      spanId: this.invocationId.replaceAll('-', '').slice(0, 16),
      startedAt: now - (performance.now() - this.#startedAt),
      shared,
    }
    const { spans, lines, dropped } = receiveTelemetry(payload, call, now)
    for (const span of spans) this.#spans.add(span)
    for (const line of lines) this.logs.add(line)
    this.#spans.dropped += dropped
  }

  addCoverage(payload: Buffer): void {
    this.#coverageBytes += payload.length
    if (this.#coverageBytes <= MOST_COVERAGE_BYTES) this.observer.coverage?.(Uint8Array.from(payload))
  }

  /** Calls `late` when the timeout passes and `cancelled` when the caller aborts. */
  watch(timeoutMs: number, late: () => void, signal: AbortSignal | undefined, cancelled: () => void): void {
    this.#limit(timeoutMs, late)
    if (signal === undefined) return
    this.#signal = signal
    this.#onAbort = cancelled
    signal.addEventListener('abort', cancelled, { once: true })
  }

  get innerSignal(): AbortSignal {
    this.#inner ??= new AbortController()
    return this.#inner.signal
  }

  /** Whether the caller's slow reading holds up the response. */
  get waitsForReader(): boolean {
    return this.#unread > 0
  }

  /** Drops whatever the call still sends. Calls `late` if it has not ended within `graceMs`. */
  cancel(outcome: Outcome, graceMs: number | null, late: () => void): void {
    this.cancelOutcome = outcome
    this.#inner?.abort()
    if (graceMs === null) return
    this.#leftMs = null
    this.#limit(graceMs, late)
  }

  /** Stops the clock of the time limit, while a debugger holds the code. */
  holdTime(): void {
    if (this.#settled || this.#leftMs !== null || this.#timer === null) return
    clearTimeout(this.#timer)
    this.#leftMs = Math.max(0, this.#dueAt - performance.now())
  }

  /** Milliseconds left when the clock was stopped; null while it runs. */
  get leftMs(): number | null {
    return this.#leftMs
  }

  releaseTime(): void {
    if (this.#settled || this.#leftMs === null) return
    const left = this.#leftMs
    this.#leftMs = null
    this.#limit(left, this.#late)
  }

  /** @throws {ProtocolError} */
  head(head: ResponseHead): void {
    if (this.cancelOutcome !== null) return
    if (this.#headAt !== null) throw new ProtocolError('A response has two heads')
    this.#headAt = performance.now()
    this.observer.head(head)
  }

  /** @returns false when the response exceeds its size limit */
  body(bytes: Buffer): boolean {
    return bytes.length === 0 || this.cancelOutcome !== null || this.#pass(bytes) !== null
  }

  /**
   * Passes on a chunk of a streamed body. The guest may not send faster than the caller reads.
   * @param grant lets the guest send that many more bytes
   * @returns false when the response exceeds its size limit
   * @throws {ProtocolError}
   */
  chunk(bytes: Buffer, grant: (bytes: number) => void): boolean {
    if (this.cancelOutcome !== null) return true
    const cost = Math.max(bytes.length, MIN_CHUNK_COST)
    if (cost > this.#credit) throw new ProtocolError('A response was sent faster than it was taken')
    this.#credit -= cost
    const taken = this.#pass(bytes)
    if (taken === null) return false
    if (taken === undefined) {
      this.#acknowledge(cost, grant)
      return true
    }
    this.#unread += 1
    const release = () => {
      this.#unread -= 1
      this.#acknowledge(cost, grant)
    }
    taken.then(release, release)
    return true
  }

  /** @throws {ProtocolError} */
  checkEnd(): void {
    if (this.cancelOutcome === null && this.#headAt === null)
      throw new ProtocolError('A response ended before it began')
  }

  settle(outcome: Outcome): void {
    if (this.#settled) return
    this.#settled = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#onAbort !== null) this.#signal!.removeEventListener('abort', this.#onAbort)
    this.#inner?.abort()
    const endedAt = performance.now()
    const handlerEnd = this.#headAt ?? endedAt
    this.#resolve({
      outcome,
      handlerMs: handlerEnd - this.#startedAt,
      responseMs: endedAt - handlerEnd,
      responseBytes: this.#responseBytes,
      logLines: this.logs.lines,
      logsTruncated: this.logs.truncated,
      spans: this.#spans,
    })
  }

  #limit(ms: number, late: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#late = late
    this.#dueAt = performance.now() + ms
    this.#timer = setTimeout(late, ms)
  }

  /** @returns null when the response exceeds its size limit, otherwise what the observer returns */
  #pass(bytes: Buffer): void | Promise<void> | null {
    if (this.#headAt === null) throw new ProtocolError('A response body came before its head')
    if (this.#responseBytes + bytes.length > LIMITS.responseBytes) return null
    this.#responseBytes += bytes.length
    return this.observer.data(bytes)
  }

  #acknowledge(cost: number, grant: (bytes: number) => void): void {
    this.#taken += cost
    // Grant half a window at a time: a frame per chunk would cost more than the chunk.
    if (this.#taken < WINDOW_BYTES / 2 || this.cancelOutcome !== null || this.#settled) return
    const granted = this.#taken
    this.#taken = 0
    this.#credit += granted
    grant(granted)
  }
}
