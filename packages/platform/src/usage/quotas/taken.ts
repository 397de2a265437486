import type { CallUse, Gate } from './gates/gate.ts'

/** A call that its quotas let start. */
export class Taken {
  readonly #gates: readonly Gate[]
  readonly #held: (gate: Gate) => void

  /** @param held a gate holds something again */
  constructor(gates: readonly Gate[], held: (gate: Gate) => void) {
    this.#gates = gates
    this.#held = held
  }

  /** The call has ended. @param used null: it never got to run */
  release(used: CallUse | null): void {
    for (const gate of this.#gates) {
      if (used === null) {
        gate.undo()
        this.#held(gate)
      } else if (gate.end(used)) this.#held(gate)
    }
  }
}
