import { performance } from 'node:perf_hooks'

export interface Timer {
  cancel(): void
}

/** Time as the pool sees it. Tests pass their own. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number
  after(ms: number, run: () => void): Timer
  /** Does not keep the process alive. */
  every(ms: number, run: () => void): Timer
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timer) }
  },
  every(ms, run) {
    const timer = setInterval(run, ms).unref()
    return { cancel: () => clearInterval(timer) }
  },
}
