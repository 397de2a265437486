import { EVENT_LIMITS } from '@alcove/contract'
import { lt, sql } from 'drizzle-orm'
import { eventKeys, events } from '../../database/schema/index.ts'
import type { Platform } from '../platform.ts'

const HOUR = 3600_000

/** Deletes old events, and the ids of events that were published more than a day ago. */
export async function sweepEvents({ db, clock }: Platform): Promise<void> {
  const now = clock.now()
  await db.delete(eventKeys).where(lt(eventKeys.at, new Date(now - EVENT_LIMITS.duplicateHours * HOUR)))
  await db.delete(events).where(lt(events.receivedAt, new Date(now - EVENT_LIMITS.keptDays * 24 * HOUR)))
}

/** Deletes all but the newest events of a space. Keeps those that are not matched yet. */
export async function trimEvents({ db }: Pick<Platform, 'db'>, spaceId: string): Promise<void> {
  await db.execute(sql`
    delete from events where space_id = ${spaceId} and started is not null and id < (
      select id from events where space_id = ${spaceId} order by id desc offset ${EVENT_LIMITS.kept} limit 1)`)
}
