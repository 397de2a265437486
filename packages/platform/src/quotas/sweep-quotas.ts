import { lt } from 'drizzle-orm'
import { quotaCounters, quotaSlots, suspensions } from '../database/schema/index.ts'
import type { Platform } from '../kernel/platform.ts'

const DAY_MS = 86_400_000
/** A month's window and some more. */
const COUNTERS_MS = 40 * DAY_MS
const HISTORY_MS = 400 * DAY_MS

/** Forgets windows that are over, slots of servers that are gone, and suspensions of more than 400 days ago. */
export async function sweepQuotas({ db, clock }: Platform): Promise<void> {
  const ago = (ms: number) => new Date(clock.now() - ms)
  await db.delete(quotaCounters).where(lt(quotaCounters.startsAt, ago(COUNTERS_MS)))
  await db.delete(quotaSlots).where(lt(quotaSlots.until, ago(DAY_MS)))
  await db.delete(suspensions).where(lt(suspensions.since, ago(HISTORY_MS)))
}
