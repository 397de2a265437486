import type { TimelineSegment } from '@alcove/contract'

type State = TimelineSegment['state']

/** Calls less than this apart are one stretch of work. */
const CLOSE_MS = 1000
/** A longer life is told more coarsely, the oldest part first. */
const MAX_SEGMENTS = 96

/** What an instance did and when. Costs a few comparisons a call, and never grows past its bound. */
export class Timeline {
  readonly #past: TimelineSegment[] = []
  #state: State = 'starting'
  #from: number
  #calls = 0

  /** @param now milliseconds since the epoch */
  constructor(now: number) {
    this.#from = now
  }

  /** From now on it is in this state. */
  enter(state: State, now: number): void {
    if (state === this.#state) return
    const last = state === 'busy' ? this.#past.findLastIndex((segment) => segment.state === 'busy') : -1
    // A breath between two calls is no rest.
    if (last >= 0 && now - this.#past[last]!.to < CLOSE_MS) {
      const [before] = this.#past.splice(last)
      this.#from = before!.from
      this.#calls = before!.calls
    } else {
      this.#keep({ state: this.#state, from: this.#from, to: now, calls: this.#calls })
      this.#from = now
      this.#calls = 0
    }
    this.#state = state
  }

  callEnded(): void {
    this.#calls += 1
  }

  segments(now: number): TimelineSegment[] {
    return [...this.#past, { state: this.#state, from: this.#from, to: Math.max(now, this.#from), calls: this.#calls }]
  }

  #keep(segment: TimelineSegment): void {
    this.#past.push(segment)
    if (this.#past.length <= MAX_SEGMENTS) return
    // Of the older half, each two become one.
    const half = MAX_SEGMENTS / 2
    const merged: TimelineSegment[] = []
    for (let at = 0; at < half; at += 2) merged.push(join(this.#past[at]!, this.#past[at + 1]!))
    this.#past.splice(0, half, ...merged)
  }
}

function join(a: TimelineSegment, b: TimelineSegment): TimelineSegment {
  const longer = b.to - b.from > a.to - a.from ? b : a
  const calls = a.calls + b.calls
  return { state: calls > 0 ? 'busy' : longer.state, from: a.from, to: b.to, calls }
}
