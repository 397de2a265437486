import type { FiringCause, FiringOutcome, SkipReason } from '@alcove/contract'
import { newId } from '../../database/ids.ts'
import { firings } from '../../database/schema/index.ts'
import type { Changing } from '../../kernel/context.ts'

export interface NewFiring {
  spaceId: string
  functionId: string
  triggerId: string
  cause: FiringCause
  outcome: FiringOutcome
  at: Date
  dueAt?: Date
  reason?: SkipReason
  detail?: string
  ticks?: number
  taskId?: string
}

/**
 * Writes down what triggers did, in the transaction that does it: the tasks that they start exist once this is committed.
 * @throws when one of them stands for a tick that is written down already
 */
export async function recordFirings(ctx: Changing, fired: readonly NewFiring[]): Promise<void> {
  if (fired.length === 0) return
  await ctx.db.insert(firings).values(fired.map((firing) => ({ id: newId(firing.at.getTime()), ...firing })))
}
