import { lt, sql } from 'drizzle-orm'
import { quotaCounters, quotaSlots, spaceFiles, suspensions } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const DAY_MS = 86_400_000
/** A month's window and some more. */
const COUNTERS_MS = 40 * DAY_MS
const HISTORY_MS = 400 * DAY_MS

/** Forgets windows that are over, slots of servers that are gone, and suspensions of more than 400 days ago. */
export async function sweepQuotas({ db, clock }: Platform): Promise<void> {
  const ago = (ms: number) => new Date(clock.now() - ms)
  await db.delete(quotaCounters).where(lt(quotaCounters.startsAt, ago(COUNTERS_MS)))
  await db.delete(quotaSlots).where(lt(quotaSlots.until, ago(DAY_MS)))
  // Their triggers, routes and keys were deleted.
  await db.execute(sql`
    delete from call_quotas q where q.kind <> 'platform' and not exists (select from triggers where id = q.scope_id)
      and not exists (select from routes where id = q.scope_id) and not exists (select from api_keys where id = q.scope_id)`)
  // Rows of servers that have not run for a day.
  await db.delete(spaceFiles).where(lt(spaceFiles.at, ago(DAY_MS)))
  await db.delete(suspensions).where(lt(suspensions.since, ago(HISTORY_MS)))
}
