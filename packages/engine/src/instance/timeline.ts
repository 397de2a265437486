import type { TimelineSegment } from '@alcove/contract'

type State = TimelineSegment['state']

/** Calls closer together than this count as one busy segment. */
const CLOSE_MS = 1000
/** Longer histories are merged, oldest first. */
const MAX_SEGMENTS = 96

/** The states of an instance over time. Costs a few comparisons per call and a bounded amount of memory. */
export class Timeline {
  readonly #past: TimelineSegment[] = []
  #state: State = 'starting'
  #from: number
  #calls = 0

  /** @param now milliseconds since the epoch */
  constructor(now: number) {
    this.#from = now
  }

  enter(state: State, now: number): void {
    if (state === this.#state) return
    const last = state === 'busy' ? this.#past.findLastIndex((segment) => segment.state === 'busy') : -1
    // A short pause between calls counts as busy.
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
    // Merge the older half in pairs.
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
