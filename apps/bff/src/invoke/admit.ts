import { LIMITS, type ProblemCode } from '@alcove/contract'

/** What is known of the calls that one call from outside has caused, when another one asks to start. */
export interface Causes {
  /** Functions that stand between the new call and the outside. */
  hops: number
  /** Calls caused so far, those that have ended included. */
  started: number
  /** Those that have not ended. */
  inFlight: number
}

export interface Bounds {
  hops: number
  calls: number
  inFlight: number
}

export type Admission = { allowed: true } | { allowed: false; code: ProblemCode; reason: string }

const BOUNDS: Bounds = { hops: LIMITS.hops, ...LIMITS.lineage }
const ALLOWED: Admission = { allowed: true }

/** Whether a call that a function causes may start: bounded in depth, in number and in width. */
export function admit({ hops, started, inFlight }: Causes, bounds: Bounds = BOUNDS): Admission {
  if (hops >= bounds.hops) {
    return refused('LoopDetected', `Stopped after ${bounds.hops} functions that call one another`)
  }
  if (started >= bounds.calls) {
    const reason = `One call may cause ${bounds.calls} calls of functions in all. Start the rest from outside`
    return refused('LoopDetected', reason)
  }
  if (inFlight >= bounds.inFlight) {
    const reason = `One call may have ${bounds.inFlight} calls of functions under way. Wait for some to end`
    return refused('TooManyRequests', reason)
  }
  return ALLOWED
}

function refused(code: ProblemCode, reason: string): Admission {
  return { allowed: false, code, reason }
}
