import { lt } from 'drizzle-orm'
import { objectLinks } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** Links stay listed for so long after they have expired. */
const LISTED_MS = 7 * 86_400_000

export async function sweepLinks({ db, clock }: Platform): Promise<void> {
  await db.delete(objectLinks).where(lt(objectLinks.expiresAt, new Date(clock.now() - LISTED_MS)))
}
