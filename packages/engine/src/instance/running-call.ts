import { performance } from 'node:perf_hooks'
import { LIMITS, type CallContext, type CallInput, type CallObserver } from '@alcove/contract'
import { ProtocolError } from '../protocol/frames.ts'
import { LogBook } from './log-book.ts'
import { parseHead } from './messages.ts'
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
  /** Aborted when it ends: what the function started elsewhere ends with it. Made when there is such a thing. */
  inner: AbortController | null = null
  innerCalls = 0
  readonly #startedAt = performance.now()
  #resolve!: (result: CallResult) => void
  #settled = false
  #headAt: number | null = null
  #responseBytes = 0
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

  /** @throws {ProtocolError} */
  head(payload: Buffer): void {
    if (this.#headAt !== null) throw new ProtocolError('A response has two heads')
    const head = parseHead(payload, this.http)
    this.#headAt = performance.now()
    this.observer.head(head)
  }

  /**
   * @returns a promise to wait for before more is read, and null when this is more than a response may have
   * @throws {ProtocolError}
   */
  data(bytes: Buffer): void | Promise<void> | null {
    if (this.#headAt === null) throw new ProtocolError('A response body came before its head')
    if (this.#responseBytes + bytes.length > LIMITS.responseBytes) return null
    this.#responseBytes += bytes.length
    return this.observer.data(bytes)
  }

  /** @throws {ProtocolError} */
  mayEnd(): void {
    if (this.#headAt === null) throw new ProtocolError('A response ended before it began')
  }

  settle(outcome: Outcome): void {
    if (this.#settled) return
    this.#settled = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#onAbort !== null) this.#signal!.removeEventListener('abort', this.#onAbort)
    this.inner?.abort()
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
}
