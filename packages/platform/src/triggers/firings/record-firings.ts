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
  /** When that happened which it reacts to. */
  occurredAt?: Date
  /** The event of the space that it reacts to. */
  eventId?: string
  reason?: SkipReason
  detail?: string
  ticks?: number
  taskId?: string
}

/**
 * Writes down what triggers did, in the transaction that does it: the tasks that they start exist once this is committed.
 * @returns their ids
 * @throws when one of them stands for a tick that is written down already
 */
export async function recordFirings(ctx: Changing, fired: readonly NewFiring[]): Promise<string[]> {
  const rows = fired.map((firing) => ({ id: newId(firing.at.getTime()), ...firing }))
  // PostgreSQL takes 65,535 parameters a statement.
  for (let from = 0; from < rows.length; from += ROWS_MAX) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await ctx.db.insert(firings).values(rows.slice(from, from + ROWS_MAX))
  }
  return rows.map(({ id }) => id)
}

const ROWS_MAX = 2_000
