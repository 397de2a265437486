import type { DebugMessage, OnDebugMessage } from '../engine.ts'
import {
  encodeCredit,
  encodeFrame,
  DEBUG_ATTACHED,
  DEBUG_COMMAND,
  DEBUG_MESSAGE,
  ProtocolError,
} from '../protocol/frames.ts'
import { parseDebugMessage, parseDebugPiece } from './messages.ts'
import type { Wire } from './wire.ts'

/** Bytes of messages that a guest may send ahead of the reader. The last message may exceed them. */
const WINDOW_BYTES = 4 * 1024 * 1024
/** A guest sends no longer message. */
const MAX_MESSAGE = 8 * 1024 * 1024
/** Bytes of commands that wait for the guest. */
const MAX_UNREAD = 4 * 1024 * 1024
const CHANNELS = 2
/** Bytes of messages that an instance may send in a second, and at once. Each is parsed and masked on this thread. */
const BYTES_PER_SECOND = 16 * 1024 * 1024
const BURST_MS = 500
/** The part of the time that this thread works for one instance, beyond a burst: a message may hold millions of values. */
const SHARE = 0.1
/** What a message costs at least, in bytes. */
const LEAST_COST = 1024
/** Names of objects in the inspector. Masking them would break the session. */
const NAMES = new Set(['id', 'objectId', 'scriptId', 'callFrameId', 'breakpointId', 'hitBreakpoints', 'method', 'type'])

interface Connected {
  redact: ((text: string) => string) | null
  /** A breakpoint stops the code, or the code continues. */
  onPaused(paused: boolean): void
}

/**
 * The messages between a debugger and V8's inspector inside one instance. The guest is not trusted: its messages are
 * parsed and bounded, and names replace the values of secrets in them.
 */
export class DebugLink {
  /** Resolves once the inspector takes commands. The code is loaded when the debugger says so. */
  readonly attached: Promise<void>
  readonly #onMessage: OnDebugMessage
  readonly #pieces = new Map<number, { parts: Buffer[]; bytes: number }>()
  #resolveAttached!: () => void
  #isAttached = false
  #paused = false
  #wire: Wire | null = null
  #connected: Connected | null = null
  /** Bytes that the guest may still send. */
  #credit = WINDOW_BYTES
  /** When the messages so far have been paid for. */
  #paidAt = 0

  constructor(onMessage: OnDebugMessage) {
    this.#onMessage = onMessage
    this.attached = new Promise((resolve) => (this.#resolveAttached = resolve))
  }

  /** Whether a breakpoint stops the code. */
  get paused(): boolean {
    return this.#paused
  }

  connect(wire: Wire, connected: Connected): void {
    this.#wire = wire
    this.#connected = connected
  }

  /** @returns false when the guest reads too slowly for it */
  command(channel: number, text: string): boolean {
    const wire = this.#wire
    if (wire === null || !this.#isAttached) throw new Error('The inspector is not attached')
    if (wire.unread > MAX_UNREAD) return false
    wire.send(encodeFrame(DEBUG_COMMAND, channel, Buffer.from(text)))
    return true
  }

  /** @returns whether the frame belongs to the debugger @throws {ProtocolError} */
  frame(kind: number, channel: number, payload: Buffer): boolean {
    if (kind === DEBUG_ATTACHED) {
      if (this.#isAttached) throw new ProtocolError('A debugger was attached twice')
      this.#isAttached = true
      this.#wire!.send(encodeCredit(0, WINDOW_BYTES))
      this.#resolveAttached()
      return true
    }
    if (kind !== DEBUG_MESSAGE) return false
    if (!this.#isAttached || channel < 1 || channel > CHANNELS)
      throw new ProtocolError(`A debug message names channel ${channel}, which is not open`)
    const { last, piece } = parseDebugPiece(payload)
    const begun = this.#pieces.get(channel) ?? { parts: [], bytes: 0 }
    if (begun.bytes === 0 && this.#credit <= 0) throw new ProtocolError('Debug messages were sent faster than taken')
    begun.bytes += piece.length
    if (begun.bytes > MAX_MESSAGE) throw new ProtocolError(`A debug message has more than ${MAX_MESSAGE} bytes`)
    // A copy: the payload is a view of a chunk.
    begun.parts.push(Buffer.from(piece))
    this.#credit -= piece.length
    if (!last) {
      this.#pieces.set(channel, begun)
      return true
    }
    this.#pieces.delete(channel)
    this.#pass(channel, Buffer.concat(begun.parts))
    return true
  }

  #pass(channel: number, bytes: Buffer): void {
    const begun = performance.now()
    const message = parseDebugMessage(bytes)
    const { redact, onPaused } = this.#connected!
    if (message['method'] === 'Debugger.paused') onPaused((this.#paused = true))
    if (message['method'] === 'Debugger.resumed') onPaused((this.#paused = false))
    const taken = this.#onMessage(channel, redact === null ? message : masked(message, redact))
    const wait = this.#price(bytes.length, performance.now() - begun)
    const grant = () => {
      this.#credit += bytes.length
      this.#wire!.send(encodeCredit(0, bytes.length))
    }
    const paid = () => void (wait > 0 ? setTimeout(grant, wait).unref() : grant())
    if (taken === undefined) paid()
    else taken.then(paid, () => {})
  }

  /** @returns milliseconds by which the instance is ahead of its rate */
  #price(bytes: number, workMs: number): number {
    const now = performance.now()
    const cost = Math.max((Math.max(bytes, LEAST_COST) * 1000) / BYTES_PER_SECOND, workMs / SHARE)
    this.#paidAt = Math.max(this.#paidAt, now - BURST_MS) + cost
    return this.#paidAt - now
  }
}

function masked(message: DebugMessage, redact: (text: string) => string): DebugMessage {
  const text = JSON.stringify(message, (key, value: unknown) =>
    typeof value === 'string' && !NAMES.has(key) ? redact(value) : value,
  )
  return JSON.parse(text) as DebugMessage
}
