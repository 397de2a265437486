import type { QuotaLimit } from '@alcove/contract'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'

/** Why a call may not start now. */
export interface QuotaRefusal {
  /** What is limited. */
  scopeId: string
  limit: QuotaLimit
  reason: string
  /** When to try again: milliseconds since the epoch. */
  resumesAt: number
}

/** What a call used, known when it ends. */
export interface CallUse {
  /** Memory in MB times billed milliseconds. */
  mbMs: number
  bytesOut: number
  logBytes: number
}

/** This server cannot decide: ask the database. */
export const UNKNOWN = Symbol('unknown')

/** One limit of one space or function, on this server. */
export interface Gate {
  /** Adopts the newest settings of the limit. */
  follow(scope: QuotaScope): void
  /** Why no call may start, as far as this server knows. */
  refusal(now: number): QuotaRefusal | null
  /** Counts a call that starts. null: it may. */
  take(now: number): QuotaRefusal | typeof UNKNOWN | null
  /** Asks the database. Afterwards `take` gives another answer. */
  ask(): Promise<void>
  /** The call did not start after all. */
  undo(): void
  /** The call has ended. @returns whether the gate holds something again */
  end(used: CallUse): boolean
  /** Every 250 ms while it holds something. @returns whether it still does */
  tick(now: number): Promise<boolean>
  /** Gives back what it holds. */
  close(): Promise<void>
}
