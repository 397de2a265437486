import { lt } from 'drizzle-orm'
import { budgetsReached } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** As long as suspensions are kept. */
const KEPT_MS = 400 * 86_400_000

export async function sweepBudgets({ db, clock }: Platform): Promise<void> {
  await db.delete(budgetsReached).where(lt(budgetsReached.at, new Date(clock.now() - KEPT_MS)))
}
