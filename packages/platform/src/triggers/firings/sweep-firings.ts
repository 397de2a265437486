import { lt } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { firings } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const KEPT_MS = 30 * 86_400_000

/** Deletes firings that are more than 30 days old. */
export async function sweepFirings({ db, clock }: Platform): Promise<void> {
  await db.delete(firings).where(lt(firings.id, firstIdAt(clock.now() - KEPT_MS)))
}
