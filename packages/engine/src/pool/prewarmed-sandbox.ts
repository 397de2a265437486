import type { Outcome } from '../instance/outcome.ts'

/** What the pool needs of a sandbox that runs no function's code yet. */
export interface PrewarmedSandbox {
  readonly usable: boolean
  /** Resolves with null once its runtime is up, else with what prevented that. */
  readonly started: Promise<Outcome | null>
  freeze(): void
  /** Resolves when nothing is left of it. */
  destroy(): Promise<void>
}
