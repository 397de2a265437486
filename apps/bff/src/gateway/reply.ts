import type { AlcoveError, ExecutionError, ResponseHead } from '@alcove/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { abortOnFault } from '../invoke/fault.ts'
import type { ResponseSink } from '../invoke/response-sink.ts'
import { UNCOUNTED_BYTES, type Hold } from '../wire/byte-budget.ts'
import { ID_HEADER } from '../wire/send-problem.ts'
import { cutSlowReader } from '../wire/slow-reader.ts'
import { cleanHead, isWithoutBody, type CleanHead } from './response-head.ts'

/** A body up to this goes out in one write with its head. */
const ONE_WRITE_BYTES = 64 * 1024

/**
 * Sends what a function answers. The first piece waits a moment for the end of the call: most answers are one piece,
 * and leave in one write with their length. Pieces that wait for the client count in the byte budget. When the budget
 * has no room, the call is aborted.
 */
export class Reply implements ResponseSink {
  /** Why the call was aborted, when there was no room for its answer. */
  refused: AlcoveError | null = null
  readonly #response: ServerResponse
  readonly #bodiless: boolean
  readonly #endsByClosing: boolean
  readonly #invocationId: string
  readonly #hold: Hold
  readonly #abort: AbortController
  readonly #added: Readonly<Record<string, string>> | null
  #head: CleanHead = { status: 200, headers: [], unsized: [] }
  /** A small piece as latin1, in which each byte is a character: Node sends it in one write with the head. */
  #held: string | Buffer | null = null
  #draining: Promise<void> | null = null

  /**
   * @param hold for this answer alone; disposed of when it is sent or the client is gone
   * @param added headers of the gateway, instead of the function's own of that name
   */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    invocationId: string,
    hold: Hold,
    abort: AbortController,
    added: Readonly<Record<string, string>> | null = null,
  ) {
    this.#response = response
    this.#bodiless = request.method === 'HEAD'
    this.#endsByClosing = request.httpVersion === '1.0'
    this.#invocationId = invocationId
    this.#hold = hold
    this.#abort = abort
    this.#added = added
  }

  get started(): boolean {
    return this.#response.headersSent
  }

  head(head: ResponseHead): ExecutionError | void {
    const clean = cleanHead(head)
    if ('error' in clean) return clean.error
    this.#head = clean
    // A head alone must be sent too: an event stream may be silent for long.
    flushSoon(this)
  }

  data(chunk: Uint8Array): void | Promise<void> {
    if (this.#response.destroyed || this.#withoutBody || this.refused) return
    if (!this.started && !this.#held) {
      if (!this.#take(chunk.length)) return
      // Copied in both cases: the engine may reuse the buffer before the piece is sent.
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      this.#held = piece.length <= ONE_WRITE_BYTES ? piece.toString('latin1') : Buffer.from(piece)
      return
    }
    if (!this.#take(chunk.length)) return
    this.flush()
    if (!this.#write(chunk)) return this.#drained()
  }

  /** The call succeeded: sends what is left. */
  end(): void {
    if (this.#response.destroyed) return
    if (!this.started && !this.#withoutBody) {
      const body = this.#held ?? ''
      this.#held = null
      this.#writeHead('Content-Length', String(body.length))
      this.#response.end(body, 'latin1')
    } else {
      this.flush()
      this.#response.end()
    }
    if (this.#response.writableLength > 0) cutSlowReader(this.#response)
  }

  /**
   * The call failed after part of the answer was sent: cutting the connection is the only way left to report it. An
   * HTTP/1.0 answer ends where its connection is closed, so only a reset tells it from a whole one.
   */
  cut(): void {
    if (!this.#response.destroyed && this.#endsByClosing) this.#response.socket?.resetAndDestroy()
    this.#response.destroy()
  }

  get #withoutBody(): boolean {
    return this.#bodiless || isWithoutBody(this.#head.status)
  }

  /** Sends what there is of an answer that continues. */
  flush(): void {
    if (this.#response.destroyed || this.#response.writableEnded) return
    if (!this.started) {
      this.#writeHead()
      this.#response.flushHeaders()
    }
    const held = this.#held
    this.#held = null
    if (held !== null) this.#write(typeof held === 'string' ? Buffer.from(held, 'latin1') : held)
  }

  /** Like flush(), in its own turn of the event loop, where no caller can catch an exception. */
  flushEarly(): void {
    try {
      this.flush()
    } catch (error) {
      abortOnFault(this.#abort, error)
    }
  }

  /** Whether there is room for a piece in the byte budget. */
  #take(bytes: number): boolean {
    if (bytes <= UNCOUNTED_BYTES) return true
    try {
      this.#hold.take(bytes)
    } catch (error) {
      this.refused = error as AlcoveError
      this.#abort.abort()
      return false
    }
    return true
  }

  /** Counts a piece until the client has taken it. @returns whether more can follow at once */
  #write(piece: Uint8Array): boolean {
    if (piece.length <= UNCOUNTED_BYTES) return this.#response.write(piece)
    return this.#response.write(piece, () => this.#hold.give(piece.length))
  }

  /** Resolves when the client has taken what was sent so far, or is gone. One for all pieces that wait. */
  #drained(): Promise<void> {
    this.#draining ??= this.#drain().then(() => {
      this.#draining = null
    })
    return this.#draining
  }

  #drain(): Promise<void> {
    const response = this.#response
    const patience = cutSlowReader(response)
    return new Promise((resolve) => {
      const done = () => {
        response.off('drain', done).off('close', done)
        patience.end()
        resolve()
      }
      response.on('drain', done).on('close', done)
    })
  }

  #writeHead(...more: string[]): void {
    // Only a HEAD has no bytes to count.
    const pairs = this.#bodiless ? this.#head.headers : this.#head.unsized
    const all = [...pairs, ID_HEADER, this.#invocationId, ...more]
    this.#response.writeHead(this.#head.status, this.#added ? withAdded(all, this.#added) : all)
  }
}

/** Answers whose head came in this turn of the event loop: they are checked together at its end. */
let begun: Reply[] = []

function flushSoon(reply: Reply): void {
  if (begun.push(reply) > 1) return
  setImmediate(() => {
    const replies = begun
    begun = []
    for (const each of replies) each.flushEarly()
  })
}

/** What the gateway says about origins and limits replaces what the function says; Vary is added to the function's. */
function withAdded(pairs: string[], added: Readonly<Record<string, string>>): string[] {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()))
  const answersCors = 'Access-Control-Allow-Origin' in added || 'Vary' in added
  const kept: string[] = []
  for (let at = 0; at < pairs.length; at += 2) {
    const name = pairs[at]!.toLowerCase()
    const isOurs = (names.has(name) && name !== 'vary') || (answersCors && name.startsWith('access-control-'))
    if (!isOurs) kept.push(pairs[at]!, pairs[at + 1]!)
  }
  return [...kept, ...Object.entries(added).flat()]
}
