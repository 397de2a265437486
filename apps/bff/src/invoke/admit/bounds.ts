import { LIMITS } from '@alcove/contract'
import type { Counters, Refusal } from './facts.ts'

const { hops: HOPS, lineage: LINEAGE } = LIMITS

/** Calls that functions make are bounded in depth, in number and in width. */
export function exceededBound(hops: number, { started, inFlight }: Counters): Refusal | null {
  if (hops >= HOPS) return { code: 'LoopDetected', reason: `Stopped after ${HOPS} functions that call one another` }
  if (started >= LINEAGE.calls) {
    const reason = `One call may cause ${LINEAGE.calls} calls of functions in all. Start the rest from outside`
    return { code: 'LoopDetected', reason }
  }
  if (inFlight >= LINEAGE.inFlight) {
    const reason = `One call may have ${LINEAGE.inFlight} calls of functions under way. Wait for some to end`
    return { code: 'TooManyRequests', reason }
  }
  return null
}
