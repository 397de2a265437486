import type { CapturedLine, Phases } from '@alcove/contract'
import type { Outcome } from '../instance/outcome.ts'

/** An instance did not come up; every call that was waiting for it gets to know why. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
  readonly outcome: Outcome
  readonly lines: CapturedLine[]
  readonly phases: Phases
  readonly instanceId: string | null

  constructor(options: { outcome: Outcome; lines: CapturedLine[]; phases: Phases; instanceId: string | null }) {
    super(`An instance did not start: ${options.outcome.kind}`)
    this.outcome = options.outcome
    this.lines = options.lines
    this.phases = options.phases
    this.instanceId = options.instanceId
  }
}
