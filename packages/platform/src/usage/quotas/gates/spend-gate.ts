import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import type { Gate, QuotaRefusal } from './gate.ts'
import { usedUp } from './used-up.ts'

/**
 * The spend cap. What the month costs is summed up beside the calls (budgets/watch-spending.ts); whether that suspends the
 * space comes with its routes, so that a call compares two numbers.
 */
export class SpendGate implements Gate {
  #scope: QuotaScope

  constructor(scope: QuotaScope) {
    this.#scope = scope
  }

  follow(scope: QuotaScope): void {
    this.#scope = scope
  }

  refusal(now: number): QuotaRefusal | null {
    const { spentUntil } = this.#scope
    return now < spentUntil ? usedUp(this.#scope, 'spendPerMonth', spentUntil) : null
  }

  take(now: number): QuotaRefusal | null {
    return this.refusal(now)
  }

  async ask(): Promise<void> {}

  undo(): void {}

  end(): boolean {
    return false
  }

  async tick(): Promise<boolean> {
    return false
  }

  async close(): Promise<void> {}
}
