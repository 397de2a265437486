import type { CapturedLine, Phases, StartKind } from '@alcove/contract'
import type { Outcome } from './outcome.ts'

interface Facts {
  outcome: Outcome
  lines: CapturedLine[]
  phases: Phases
  /** Null when the start failed before there was an instance. */
  instanceId: string | null
  start: StartKind | null
}

/** An instance did not start. Every call that waited for it fails with this error. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
  readonly outcome: Outcome
  readonly lines: CapturedLine[]
  readonly phases: Phases
  readonly instanceId: string | null
  readonly start: StartKind | null

  constructor(facts: Facts) {
    super(`An instance did not start: ${facts.outcome.kind}`)
    this.outcome = facts.outcome
    this.lines = facts.lines
    this.phases = facts.phases
    this.instanceId = facts.instanceId
    this.start = facts.start
  }

  /** The start failed before there was an instance. */
  static early(outcome: Outcome): StartFailure {
    return new StartFailure({ outcome, lines: [], phases: {}, instanceId: null, start: null })
  }
}
