import type { Runtime } from '@alcove/contract'

/** Sandboxes of equal kind can replace each other. */
export interface SandboxKind {
  runtime: Runtime
  memoryMb: number
  tmpMb: number
}
