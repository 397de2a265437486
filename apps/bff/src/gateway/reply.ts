import type { ExecutionError, Problem, ResponseHead } from '@alcove/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROBLEM_TYPE } from '../errors.ts'
import type { ResponseSink } from '../invoke/execute.ts'
import { drained } from './body.ts'
import { cleanHead, type CleanHead } from './response-head.ts'

const ID_HEADER = 'X-Alcove-Invocation-Id'
/** A body up to this goes out in one write with its head. */
const ONE_WRITE_BYTES = 64 * 1024
const NOTHING = Buffer.alloc(0)

/**
 * Sends what a function answers. The first piece waits a moment for the end of the call: most answers are one piece,
 * and go out in one write with their length.
 */
export class Reply implements ResponseSink {
  readonly #response: ServerResponse
  readonly #bodiless: boolean
  readonly #invocationId: string
  #head: CleanHead = { status: 200, headers: [] }
  #held: Buffer | null = null
  #drained: Promise<void> | null = null

  constructor(request: IncomingMessage, response: ServerResponse, invocationId: string) {
    this.#response = response
    this.#bodiless = request.method === 'HEAD'
    this.#invocationId = invocationId
  }

  get started(): boolean {
    return this.#response.headersSent
  }

  head(head: ResponseHead): ExecutionError | void {
    const clean = cleanHead(head)
    if ('error' in clean) return clean.error
    this.#head = clean
    // A head alone is an answer too: an event stream may be silent for long.
    flushSoon(this)
  }

  data(chunk: Uint8Array): void | Promise<void> {
    if (this.#response.destroyed || this.#withoutBody) return
    if (!this.started && !this.#held) {
      // A copy: the engine may reuse the buffer before the piece goes out.
      this.#held = Buffer.from(chunk)
      return
    }
    this.flush()
    if (!this.#response.write(chunk)) return this.#drain()
  }

  /** The call succeeded: sends what is left. */
  end(): void {
    if (this.#response.destroyed) return
    if (!this.started && !this.#withoutBody) {
      const body = this.#held ?? NOTHING
      this.#held = null
      this.#writeHead(['Content-Length', String(body.length)])
      // Node sends a string in one piece with the head, bytes apart from it. In latin1 they are the same bytes.
      if (body.length <= ONE_WRITE_BYTES) this.#response.end(body.toString('latin1'), 'latin1')
      else this.#response.end(body)
      return
    }
    this.flush()
    this.#response.end()
  }

  /** The call failed after part of the answer was out: cutting the connection is the only way left to say so. */
  cut(): void {
    this.#response.destroy()
  }

  get #withoutBody(): boolean {
    return this.#bodiless || this.#head.status === 204 || this.#head.status === 304
  }

  /** Sends what there is of an answer that goes on. */
  flush(): void {
    if (this.#response.destroyed || this.#response.writableEnded) return
    if (!this.started) {
      this.#writeHead([])
      this.#response.flushHeaders()
    }
    if (this.#held) this.#response.write(this.#held)
    this.#held = null
  }

  /** One for all pieces that wait: each would add listeners of its own. */
  #drain(): Promise<void> {
    this.#drained ??= drain(this.#response).then(() => {
      this.#drained = null
    })
    return this.#drained
  }

  #writeHead(more: string[]): void {
    // The length the function claims would be believed over the bytes it sends; only a HEAD has no bytes to count.
    const pairs = this.#bodiless ? this.#head.headers : withoutLength(this.#head.headers)
    this.#response.writeHead(this.#head.status, [...pairs, ID_HEADER, this.#invocationId, ...more])
  }
}

/** Those whose head came in this turn of the event loop: one look at its end is for all of them. */
let begun: Reply[] = []

function flushSoon(reply: Reply): void {
  if (begun.push(reply) > 1) return
  setImmediate(() => {
    const replies = begun
    begun = []
    for (const each of replies) each.flush()
  })
}

function withoutLength(pairs: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < pairs.length; at += 2) {
    if (pairs[at]!.toLowerCase() !== 'content-length') kept.push(pairs[at]!, pairs[at + 1]!)
  }
  return kept
}

/** Resolves when the client has taken what was sent so far, or is gone. */
function drain(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

/** A refusal or failure of which nothing has gone out yet. */
export async function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
  headers: Record<string, string> = {},
): Promise<void> {
  const body = JSON.stringify(problem)
  const unread = !request.complete
  response.writeHead(problem.status, {
    ...headers,
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(problem.invocationId && { [ID_HEADER]: problem.invocationId }),
    ...(unread && { Connection: 'close' }),
  })
  if (request.method !== 'HEAD') response.write(body)
  if (unread) await drained(request)
  response.end()
}
