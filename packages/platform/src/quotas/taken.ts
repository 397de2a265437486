import type { Gate } from './gates/gate.ts'

/** A call that its quotas let start. */
export class Taken {
  readonly #gates: readonly Gate[]
  readonly #held: (gate: Gate) => void

  /** @param held a gate holds something again */
  constructor(gates: readonly Gate[], held: (gate: Gate) => void) {
    this.#gates = gates
    this.#held = held
  }

  /** The call has ended. @param mbMs its memory in MB times its billed milliseconds; null: it never got to run */
  release(mbMs: number | null): void {
    for (const gate of this.#gates) {
      if (mbMs === null) {
        gate.undo()
        this.#held(gate)
      } else if (gate.end(mbMs)) this.#held(gate)
    }
  }
}
