import type { CallReport } from '@alcove/contract'
import type { FunctionRoute } from '@alcove/platform'
import type { Facts } from './admit/facts.ts'
import type { Lineage } from './lineage.ts'
import type { CallOrder } from './order.ts'

/** An order on its way through this process, with what only this process knows. */
export interface Call extends Facts {
  readonly order: CallOrder
  /** The snapshot it was resolved to. */
  readonly route: FunctionRoute
  /** Null while the call comes from outside and has called no function. */
  lineage: Lineage | null
  /** Aborted when the caller goes away, or when an unexpected error ends the call. */
  readonly abort: AbortController
}

export interface Outcome {
  id: string
  /** null: the draft. */
  version: number | null
  report: CallReport
  /** Bytes of the lines that it logged. */
  logBytes?: number
  /** When to try again if a quota refused it, in milliseconds since the epoch. */
  resumesAt?: number
}
