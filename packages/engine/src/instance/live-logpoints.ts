import type { GuestLogpoint, LogpointReport } from '../engine.ts'
import { performance } from 'node:perf_hooks'
import * as frames from '../protocol/frames.ts'
import { parseLogpoint } from './messages.ts'
import type { Wire } from './wire.ts'

/** A guest has this long to set them. */
const MOST_SETTING_MS = 10_000

type OnReport = (report: LogpointReport) => void

/** The places at which a running instance writes log lines, without a pause and without a new version. */
export class LiveLogpoints {
  readonly #wire: Wire
  readonly #redact: ((text: string) => string) | null
  #points: readonly GuestLogpoint[] = []
  #onReport: OnReport | null = null
  /** LOGPOINTS frames without an answer, and when the last one was sent. */
  #unanswered = 0
  #sentAt = 0

  constructor(wire: Wire, redact: ((text: string) => string) | null) {
    this.#wire = wire
    this.#redact = redact
  }

  /** Log lines at these places from now on, and at no others. */
  set(points: readonly GuestLogpoint[], onReport: OnReport): void {
    this.#points = points
    this.#onReport = onReport
    this.#unanswered += 1
    this.#sentAt = performance.now()
    this.#wire.send(frames.encodeFrame(frames.LOGPOINTS, 0, Buffer.from(JSON.stringify({ points }))))
  }

  /** Whether the guest is setting them. It needs processor time, and no call gives it any. */
  get setting(): boolean {
    return this.#unanswered > 0 && performance.now() - this.#sentAt < MOST_SETTING_MS
  }

  /** @returns whether the frame is about them @throws {frames.ProtocolError} */
  frame(kind: number, payload: Buffer): boolean {
    if (kind === frames.LOGPOINTS_SET) {
      if (this.#unanswered === 0) throw new frames.ProtocolError('Logpoints were set that nobody asked for')
      this.#unanswered -= 1
      return true
    }
    if (kind !== frames.LOGPOINT || this.#onReport === null) return false
    const { problem, ...report } = parseLogpoint(payload)
    this.#onReport({ ...report, problem: problem && (this.#redact?.(problem) ?? problem) })
    return true
  }

  /**
   * Removes all points when a call runs out of time, or ends with the process: what an expression does to a call cannot
   * be told from what the code does, and it would do the same in the next instance.
   */
  endAll(why: 'a call ran out of time' | 'an instance ended in a call'): void {
    const problem = `Removed: ${why} while it was set`
    for (const { id } of this.#points) this.#onReport?.({ id, hits: 0, problem, over: true })
  }
}
