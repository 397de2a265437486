import type { CapturedLine, InstanceEndReason, InstanceState, Phases, Revision } from '@alcove/contract'
import type { Outcome } from '../instance/outcome.ts'

/** What the pool needs of an instance. */
export interface PooledInstance {
  readonly id: string
  readonly revision: Revision
  readonly start: 'cold' | 'prewarmed'
  /** Resolves with null once it can take calls, else with what prevented that. */
  readonly ready: Promise<Outcome | null>
  /** Resolves when it takes no more calls, whatever the reason; `stop` must still be called. */
  readonly unusable: Promise<void>
  readonly usable: boolean
  /** What ended it. */
  readonly failure: Outcome | null
  readonly state: InstanceState
  /** Whether `stop` was called. */
  readonly stopped: boolean
  readonly invocations: number
  /** Whether it has something to do without a call, and must not be frozen. */
  readonly settingUp: boolean
  /** Monotonic milliseconds. */
  readonly createdAt: number
  readonly startPhases: Phases
  /** Milliseconds from the first step of its start until it was ready. */
  readonly startMs: number
  readonly usage: { readonly crowded: boolean; cpuNow(): number | null; setCpuWeight(weight: number): void }
  /** Calls that hold a slot in it. Written by the pool only. */
  leases: number
  /** Monotonic milliseconds. Written by the pool only. */
  idleSince: number
  freeze(): void
  thaw(): void
  /** Resolves when nothing is left of it. */
  stop(reason: InstanceEndReason, detail: string): Promise<void>
  /** Lines it wrote while it loaded. */
  takeEarlyLines(): CapturedLine[]
}
