import { lt } from 'drizzle-orm'
import { taskDeliveries } from '../database/schema/index.ts'
import type { Platform } from '../kernel/platform.ts'

/** As long as dead letters are kept. */
const KEPT_MS = 30 * 86_400_000

export async function sweepDeliveries({ db, clock }: Platform): Promise<void> {
  await db.delete(taskDeliveries).where(lt(taskDeliveries.createdAt, new Date(clock.now() - KEPT_MS)))
}
