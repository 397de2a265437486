import { lt } from 'drizzle-orm'
import { alertChanges } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const KEPT_MS = 90 * 86_400_000

/** Forgets changes of alerts after 90 days. */
export async function sweepAlerts({ db, clock }: Platform): Promise<void> {
  await db.delete(alertChanges).where(lt(alertChanges.at, new Date(clock.now() - KEPT_MS)))
}
