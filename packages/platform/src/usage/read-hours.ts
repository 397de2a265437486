import { and, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { Connection } from '../database/connect.ts'
import { storageHours, usageHours } from '../database/schema/index.ts'

export type UsageHour = typeof usageHours.$inferSelect
export type StorageHour = typeof storageHours.$inferSelect

interface Hours {
  spaceId: string
  /** Hours that begin in [from, to). */
  from: Date
  to: Date
}

/** What a space used, or one function of it. */
export function readUsageHours(db: Connection, { spaceId, from, to }: Hours, fn?: SQL): Promise<UsageHour[]> {
  return db
    .select()
    .from(usageHours)
    .where(and(eq(usageHours.spaceId, spaceId), gte(usageHours.hour, from), lt(usageHours.hour, to), fn))
    .orderBy(usageHours.hour)
}

/** What a space held. */
export function readStorageHours(db: Connection, { spaceId, from, to }: Hours): Promise<StorageHour[]> {
  return db
    .select()
    .from(storageHours)
    .where(and(eq(storageHours.spaceId, spaceId), gte(storageHours.hour, from), lt(storageHours.hour, to)))
    .orderBy(storageHours.hour)
}
