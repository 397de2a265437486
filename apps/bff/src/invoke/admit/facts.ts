import type { ProblemCode, ProblemExtras } from '@alcove/contract'
import type { FunctionRoute } from '@alcove/platform'

/** `member`: has a role in the space. `guest`: a known account that may invoke, as in a public space. */
export type Reader = 'member' | 'guest' | 'stranger'

/** Whoever makes the call, once identified. */
export interface Caller {
  /** As records name the caller. */
  name: string
  reader: Reader
  /** Calls with an API key whose scope names the space. */
  keyNamesSpace: boolean
  /** Why the caller may not invoke in this space; null when allowed. */
  refusal: Refusal | null
}

/** The calls that one call from outside has caused. */
export interface Counters {
  /** Including those that have ended. */
  readonly started: number
  readonly inFlight: number
}

/** What admission knows besides the order. */
export interface Facts {
  readonly route: FunctionRoute
  /** Null: not identified. Enough for HTTP triggers open to anyone, and for calls that functions make. */
  caller: Caller | null
  /** Calls of the same lineage; null for a call from outside. */
  readonly lineage: Counters | null
}

export interface Refusal {
  code: ProblemCode
  reason: string
  extras?: Pick<ProblemExtras, 'errors' | 'headers'>
}
