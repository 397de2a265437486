import type { Runtime } from '@alcove/contract'

/** What two sandboxes must have in common to stand in for each other. */
export interface SandboxKind {
  runtime: Runtime
  memoryMb: number
  tmpMb: number
}
