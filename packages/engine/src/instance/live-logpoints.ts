import type { GuestLogpoint, LogpointReport } from '../engine.ts'
import * as frames from '../protocol/frames.ts'
import { parseLogpoint } from './messages.ts'
import type { Wire } from './wire.ts'

type OnReport = (report: LogpointReport) => void

/** The places at which a running instance writes log lines, without a pause and without a new version. */
export class LiveLogpoints {
  readonly #wire: Wire
  readonly #redact: ((text: string) => string) | null
  #points: readonly GuestLogpoint[] = []
  #onReport: OnReport | null = null

  constructor(wire: Wire, redact: ((text: string) => string) | null) {
    this.#wire = wire
    this.#redact = redact
  }

  /** Log lines at these places from now on, and at no others. */
  set(points: readonly GuestLogpoint[], onReport: OnReport): void {
    this.#points = points
    this.#onReport = onReport
    this.#wire.send(frames.encodeFrame(frames.LOGPOINTS, 0, Buffer.from(JSON.stringify({ points }))))
  }

  /** @returns whether the frame was a report of one */
  frame(kind: number, payload: Buffer): boolean {
    if (kind !== frames.LOGPOINT || this.#onReport === null) return false
    const { problem, ...report } = parseLogpoint(payload)
    this.#onReport({ ...report, problem: problem && (this.#redact?.(problem) ?? problem) })
    return true
  }

  /** Removes all points after a timeout: an expression that never ends looks like a call that never ends. */
  endAll(): void {
    const problem = 'Removed: a call ran out of time while it was set'
    for (const { id } of this.#points) this.#onReport?.({ id, hits: 0, problem, over: true })
  }
}
