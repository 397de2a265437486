import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { SPAN_LIMITS, type GuestAnswer, type MeasuredSpan } from '@alcove/contract'
import { BEGIN, BODY, BODY_END, encodeAnswer, GRANT, ProtocolError, STOP } from '../protocol/frames.ts'
import { parseAsk, type Ask } from './messages.ts'
import { OpenRequest } from './open-request.ts'
import type { ReceivedBody } from './received-body.ts'
import type { RunningCall } from './running-call.ts'
import type { Wire } from './wire.ts'

/** Concurrent requests of one call. */
const MAX_OF_CALL = 100
const MAX_OF_INSTANCE = 200
/** Cap on the answers that wait here because the guest does not read them. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024
/** Longest part of a body in one frame. */
const MAX_PART = 256 * 1024

type Refusal = Omit<Extract<GuestAnswer, { ok: false }>, 'ok'>

const ENDED: Refusal = { code: 'Cancelled', message: 'The call has ended, or nobody waits for it any more' }

/** The requests to the platform of one instance: each belongs to a call, and ends with it at the latest. */
export class GuestRequests {
  readonly #wire: Wire
  readonly #open = new Map<number, OpenRequest>()
  /** Requests are numbered in the order in which they begin. */
  #last = 0

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /** @throws {ProtocolError} */
  frame(call: RunningCall, payload: Buffer): void {
    const ask = parseAsk(payload)
    if (ask.part === 'begin') return this.#begin(call, ask)
    const open = this.#find(call.id, ask.request)
    if (open === undefined) return
    switch (ask.part) {
      case 'body':
        return bodyOf(open).push(ask.bytes)
      case 'end':
        return bodyOf(open).end()
      case 'stop':
        return this.#close(open)
      case 'grant':
        return open.grant(ask.bytes)
    }
  }

  /** A frame of code that outlived its call. Calls in flight are not disturbed. @throws {ProtocolError} */
  lateFrame(callId: number, payload: Buffer): void {
    const ask = parseAsk(payload)
    if (ask.part !== 'begin') return void this.#find(callId, ask.request)
    this.#number(ask.request)
    this.#refuse(callId, ask.request, ENDED)
  }

  #begin(call: RunningCall, { request, operation, input, hasBody }: Extract<Ask, { part: 'begin' }>): void {
    this.#number(request)
    if (call.innerSignal.aborted) return this.#refuse(call.id, request, ENDED)
    if (call.guestRequests >= MAX_OF_CALL || this.#open.size >= MAX_OF_INSTANCE) {
      const message = `One call may have ${MAX_OF_CALL} requests to the platform open, and one instance ${MAX_OF_INSTANCE}: read or cancel the bodies of some first`
      return this.#refuse(call.id, request, { code: 'TooManyRequests', message })
    }
    const grant = (bytes: number) => this.#send(call.id, request, GRANT, numberOf(bytes))
    const open = new OpenRequest(call, request, hasBody, grant, () => {
      if (call.open) this.#breakOff(open, ENDED)
      this.#close(open)
    })
    this.#open.set(request, open)
    const { body, signal } = open
    this.#wire.guardAsync(async () => {
      const span = beginSpan(operation, input)
      const answer = await call.observer.ask({ operation, input, body, signal })
      await this.#answer(open, answer)
      if (call.open) call.addSpan(span(answer))
    })
  }

  async #answer(open: OpenRequest, answer: GuestAnswer): Promise<void> {
    const { call, request } = open
    const chunks = answer.ok ? answer.body?.[Symbol.asyncIterator]() : undefined
    try {
      // What a guest does not read waits here.
      if (this.#wire.unread > MAX_UNREAD_BYTES) await this.#wire.drained()
      if (open.over) return
      open.begun = true
      if (!answer.ok) return this.#refuse(call.id, request, answer)
      const head = JSON.stringify({ ok: true, value: answer.value, body: chunks !== undefined })
      this.#send(call.id, request, BEGIN, Buffer.from(head))
      if (chunks === undefined) return
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- in order, as fast as the guest reads
        const { done, value } = await chunks.next()
        if (open.over) return
        if (done) break
        // oxlint-disable-next-line no-await-in-loop
        await this.#sendChunk(open, value)
      }
      this.#send(call.id, request, BODY_END, Buffer.alloc(0))
    } catch {
      // Whoever produced the answer has logged the reason.
      this.#breakOff(open, { code: 'InternalError', message: 'The body could not be read to its end' })
    } finally {
      this.#close(open)
      await chunks?.return?.()
    }
  }

  async #sendChunk(open: OpenRequest, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !open.over; at += MAX_PART) {
      const part = bytes.subarray(at, at + MAX_PART)
      // oxlint-disable-next-line no-await-in-loop
      await open.take(part.length)
      // oxlint-disable-next-line no-await-in-loop
      await this.#wire.drained()
      if (!open.over) this.#send(open.call.id, open.request, BODY, part)
    }
  }

  #breakOff(open: OpenRequest, error: Refusal): void {
    if (open.over) return
    if (!open.begun) return this.#refuse(open.call.id, open.request, error)
    this.#send(open.call.id, open.request, STOP, Buffer.from(JSON.stringify(error)))
  }

  #close(open: OpenRequest): void {
    if (open.over) return
    this.#open.delete(open.request)
    open.close()
  }

  /** @throws {ProtocolError} */
  #number(request: number): void {
    if (request <= this.#last) throw new ProtocolError('Requests to the platform are not in order')
    this.#last = request
  }

  /** Undefined: it was answered or stopped, and the guest does not know yet. @throws {ProtocolError} */
  #find(callId: number, request: number): OpenRequest | undefined {
    if (request > this.#last) throw new ProtocolError('A request to the platform goes on before it begins')
    const open = this.#open.get(request)
    if (open !== undefined && open.call.id !== callId) {
      throw new ProtocolError('A request to the platform belongs to another call')
    }
    return open
  }

  #refuse(callId: number, request: number, { code, message }: Refusal): void {
    if (this.#wire.unread > MAX_UNREAD_BYTES) {
      throw new ProtocolError('The function asks the platform without reading the answers')
    }
    this.#send(callId, request, BEGIN, Buffer.from(JSON.stringify({ ok: false, code, message })))
  }

  #send(callId: number, request: number, part: number, content: Uint8Array): void {
    this.#wire.send(encodeAnswer(callId, request, part, content))
  }
}

/** @throws {ProtocolError} */
function bodyOf({ body }: OpenRequest): ReceivedBody {
  if (body === null) throw new ProtocolError('A request that announced no body has one')
  return body
}

function numberOf(bytes: number): Buffer {
  const content = Buffer.allocUnsafe(4)
  content.writeUInt32LE(bytes)
  return content
}

/** What an operation works on, as its span says. */
const SHOWN = ['bucket', 'key', 'prefix'] as const

/** A request to the platform as a span of its call: until its answer is read. */
function beginSpan(operation: string, input: Record<string, unknown>): (answer: GuestAnswer) => MeasuredSpan {
  const startedAt = Date.now()
  const began = performance.now()
  const attributes: MeasuredSpan['attributes'] = {}
  for (const name of SHOWN) {
    const value = input[name]
    if (typeof value === 'string') attributes[name] = value.slice(0, SPAN_LIMITS.value)
  }
  return (answer) => ({
    id: randomBytes(8).toString('hex'),
    parentId: null,
    name: operation,
    kind: 'client',
    startedAt,
    durationMs: performance.now() - began,
    error: answer.ok ? null : `${answer.code}: ${answer.message}`.slice(0, SPAN_LIMITS.value),
    attributes,
  })
}
