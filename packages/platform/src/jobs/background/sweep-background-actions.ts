import { lt } from 'drizzle-orm'
import { backgroundActions } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const KEPT_MS = 30 * 86_400_000

/** Forgets background actions that ended 30 days ago. */
export async function sweepBackgroundActions({ db, clock }: Platform): Promise<void> {
  await db.delete(backgroundActions).where(lt(backgroundActions.endedAt, new Date(clock.now() - KEPT_MS)))
}
