import { performance } from 'node:perf_hooks'
import { LIMITS, type CallContext, type CallInput, type CallObserver, type ResponseHead } from '@alcove/contract'
import { MIN_PIECE_COST, ProtocolError, WINDOW_BYTES } from '../protocol/frames.ts'
import { LogBook } from './log-book.ts'
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
}

/** One call between the frame that starts it and the one that ends it. */
export class RunningCall {
  readonly id: number
  readonly invocationId: string
  readonly logs: LogBook
  readonly observer: CallObserver
  readonly http: boolean
  readonly result: Promise<CallResult>
  /** Its time is up, and where it stands is being found out: an answer comes too late. */
  overdue = false
  /** What becomes of it once it ends: nobody waits for its answer any more, and its code has been told. */
  leaving: Outcome | null = null
  innerCalls = 0
  readonly #startedAt = performance.now()
  #resolve!: (result: CallResult) => void
  #settled = false
  #headAt: number | null = null
  #responseBytes = 0
  /** Of a streamed response: what the guest may still send, and what was taken and not yet granted again. */
  #credit = WINDOW_BYTES
  #taken = 0
  /** Pieces that its reader has not taken. */
  #untaken = 0
  /** Aborted when it ends: what the function started elsewhere ends with it. Made when there is such a thing. */
  #inner: AbortController | null = null
  #timer: NodeJS.Timeout | null = null
  #signal: AbortSignal | undefined
  #onAbort: (() => void) | null = null

  /** @param redact takes the values of secrets out of log lines */
  constructor(
    id: number,
    { context, input }: CallRequest,
    observer: CallObserver,
    redact: ((text: string) => string) | null,
  ) {
    this.id = id
    this.invocationId = context.invocationId
    this.http = input.kind === 'http'
    this.observer = observer
    this.logs = new LogBook((line) => observer.log(line), redact)
    this.result = new Promise((resolve) => (this.#resolve = resolve))
  }

  get open(): boolean {
    return !this.#settled
  }

  /** Calls back once when it takes too long, and when the caller loses interest. */
  watch(timeoutMs: number, late: () => void, signal: AbortSignal | undefined, cancelled: () => void): void {
    this.#timer = setTimeout(late, timeoutMs)
    if (signal === undefined) return
    this.#signal = signal
    this.#onAbort = cancelled
    signal.addEventListener('abort', cancelled, { once: true })
  }

  get innerSignal(): AbortSignal {
    this.#inner ??= new AbortController()
    return this.#inner.signal
  }

  /** Whether its time went by while it waited for somebody who reads its response. */
  get waitsForReader(): boolean {
    return this.#untaken > 0
  }

  /** Nobody waits for it any more: what it still sends is dropped. Calls back when it has not ended in time. */
  leave(outcome: Outcome, graceMs: number | null, late: () => void): void {
    this.leaving = outcome
    this.#inner?.abort()
    if (graceMs === null) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(late, graceMs)
  }

  /** @throws {ProtocolError} */
  head(head: ResponseHead): void {
    if (this.leaving !== null) return
    if (this.#headAt !== null) throw new ProtocolError('A response has two heads')
    this.#headAt = performance.now()
    this.observer.head(head)
  }

  /** @returns false when this is more than a response may have */
  body(bytes: Buffer): boolean {
    return bytes.length === 0 || this.leaving !== null || this.#pass(bytes) !== null
  }

  /**
   * A piece of a body, which comes no faster than it is taken.
   * @param grant lets the guest send so many more bytes
   * @returns false when this is more than a response may have
   * @throws {ProtocolError}
   */
  piece(bytes: Buffer, grant: (bytes: number) => void): boolean {
    if (this.leaving !== null) return true
    const cost = Math.max(bytes.length, MIN_PIECE_COST)
    if (cost > this.#credit) throw new ProtocolError('A response was sent faster than it was taken')
    this.#credit -= cost
    const taken = this.#pass(bytes)
    if (taken === null) return false
    if (taken === undefined) {
      this.#took(cost, grant)
      return true
    }
    this.#untaken += 1
    const release = () => {
      this.#untaken -= 1
      this.#took(cost, grant)
    }
    taken.then(release, release)
    return true
  }

  /** @throws {ProtocolError} */
  mayEnd(): void {
    if (this.leaving === null && this.#headAt === null) throw new ProtocolError('A response ended before it began')
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
    })
  }

  /** @returns null when this is more than a response may have, else what there is to wait for */
  #pass(bytes: Buffer): void | Promise<void> | null {
    if (this.#headAt === null) throw new ProtocolError('A response body came before its head')
    if (this.#responseBytes + bytes.length > LIMITS.responseBytes) return null
    this.#responseBytes += bytes.length
    return this.observer.data(bytes)
  }

  #took(cost: number, grant: (bytes: number) => void): void {
    this.#taken += cost
    // Half a window at a time: a frame for each piece would cost more than the piece.
    if (this.#taken < WINDOW_BYTES / 2 || this.leaving !== null || this.#settled) return
    const granted = this.#taken
    this.#taken = 0
    this.#credit += granted
    grant(granted)
  }
}
