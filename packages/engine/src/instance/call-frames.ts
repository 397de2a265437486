import * as frames from '../protocol/frames.ts'
import { GuestRequests } from './guest-requests.ts'
import { forwardInvoke, rejectLateInvoke } from './inner-calls.ts'
import { HeadParser, parseEnd, parseError, parseResult, parseSpan } from './messages.ts'
import type { OpenCalls } from './open-calls.ts'
import type { Outcome } from './outcome.ts'
import { redactError } from './redact.ts'
import type { CallRequest, RunningCall } from './running-call.ts'
import type { Wire } from './wire.ts'

/** How a frame can end its call. */
export interface CallEnds {
  /** The instance stays in use. */
  settle(call: RunningCall, outcome: Outcome): void
  /** The instance takes no more calls. Null: the error belongs to no open call, and calls in flight run to completion. */
  fail(call: RunningCall | null, outcome: Outcome): void
}

interface CallFramesOptions {
  calls: OpenCalls
  wire: Wire
  /** Whether calls share the instance. */
  shared: boolean
  redact: ((text: string) => string) | null
  ends: CallEnds
}

/** Reads the frames that belong to calls. */
export class CallFrames {
  readonly #calls: OpenCalls
  readonly #wire: Wire
  readonly #shared: boolean
  readonly #redact: ((text: string) => string) | null
  readonly #ends: CallEnds
  readonly #heads = new HeadParser()
  readonly #requests: GuestRequests
  /** Calls settled without an answer from the guest, which may still arrive. Only in an unusable instance. */
  readonly #unanswered = new Set<number>()

  constructor({ calls, wire, shared, redact, ends }: CallFramesOptions) {
    this.#calls = calls
    this.#wire = wire
    this.#shared = shared
    this.#redact = redact
    this.#ends = ends
    this.#requests = new GuestRequests(wire)
  }

  /** Drops the answer to a call that is settled without it. */
  dropAnswer(id: number): void {
    this.#unanswered.add(id)
  }

  /** @throws {ProtocolError} */
  receive(kind: number, id: number, payload: Buffer): void {
    if (kind === frames.FAILED) return this.#failed(id, payload)
    const call = this.#calls.get(id)
    if (call === undefined) return this.#late(kind, id, payload)
    switch (kind) {
      case frames.RESULT: {
        const { head, body } = parseResult(payload, call.http, this.#heads)
        call.head(head)
        if (call.body(body)) this.#ends.settle(call, { kind: 'answered' })
        else this.#ends.fail(call, { kind: 'responseTooLarge' })
        return
      }
      case frames.HEAD:
        return call.head(this.#heads.parse(payload, call.http))
      case frames.DATA:
        if (!call.chunk(payload, (bytes) => this.#wire.grant(id, bytes))) {
          this.#ends.fail(call, { kind: 'responseTooLarge' })
        }
        return
      case frames.END:
        parseEnd(payload)
        call.checkEnd()
        return this.#ends.settle(call, { kind: 'answered' })
      case frames.INVOKE:
        return forwardInvoke(call, payload, this.#wire)
      case frames.ASK:
        return this.#requests.frame(call, payload)
      case frames.SPAN:
        // A flood of them must not cost a parse each.
        return call.hasAllSpans ? call.dropSpan() : call.addSpan(parseSpan(payload, Date.now()))
      case frames.TELEMETRY:
        return call.addTelemetry(payload, this.#shared)
      case frames.COVERAGE:
        return call.addCoverage(payload)
      default:
        throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }

  #failed(id: number, payload: Buffer): void {
    const { error, code, fatal } = parseError(payload)
    const outcome: Outcome = {
      kind: 'failed',
      error: redactError(error, this.#redact),
      ...(code === undefined ? {} : { code }),
    }
    const call = this.#calls.get(id)
    if (call !== undefined) return fatal ? this.#ends.fail(call, outcome) : this.#ends.settle(call, outcome)
    if (!fatal || (id !== 0 && !this.#calls.hasBegun(id))) return this.#lateAnswer(frames.FAILED, id)
    this.#unanswered.delete(id)
    this.#ends.fail(null, outcome)
  }

  /** A frame of a call that is not open. Other calls of the instance go on. */
  #late(kind: number, id: number, payload: Buffer): void {
    if (this.#calls.hasBegun(id)) {
      switch (kind) {
        case frames.INVOKE:
          return rejectLateInvoke(id, payload, this.#wire)
        case frames.ASK:
          return this.#requests.lateFrame(id, payload)
        case frames.SPAN:
          // The call's record is closed: check the frame and drop it.
          return void parseSpan(payload, Date.now())
        case frames.TELEMETRY:
        case frames.COVERAGE:
          return
      }
    }
    this.#lateAnswer(kind, id)
  }

  /** Drops what remains of the answer to a call that was settled without it. */
  #lateAnswer(kind: number, id: number): void {
    if (!this.#unanswered.has(id)) throw new frames.ProtocolError(`A frame names call ${id}, which is not open`)
    if (kind === frames.RESULT || kind === frames.END || kind === frames.FAILED) this.#unanswered.delete(id)
    else if (kind !== frames.HEAD && kind !== frames.DATA) {
      throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }
}

/** The CALL frame that starts a call in the guest. */
export function encodeCall(id: number, { context, input }: CallRequest, timeoutMs: number): Buffer {
  const known = `"context":${JSON.stringify(context)},"remainingMs":${timeoutMs}`
  return input.kind === 'http'
    ? frames.encodeHeadAndBody(frames.CALL, id, `{"kind":"http",${known},"event":${input.event}}`, input.body)
    : frames.encodeHeadAndBody(frames.CALL, id, `{"kind":"event",${known}}`, input.payload)
}
