import { and, eq, gte, lt, or, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import type { Connection } from '../database/connect.ts'
import { storageHours, usageDays, usageHours } from '../database/schema/index.ts'
import type { StoredPrices } from '../records/prices/read-prices.ts'
import { periodsOf, type Period } from './periods.ts'

export type UsageHour = typeof usageHours.$inferSelect
export type StorageHour = typeof storageHours.$inferSelect

interface Hours extends Period {
  spaceId: string
}

/** What a space used, hour by hour. */
export function readUsageHours(db: Connection, { spaceId, from, to }: Hours): Promise<UsageHour[]> {
  return readFrom(db, usageHours, spaceId, [{ from, to }])
}

/**
 * What a space used, day by day where all hours of a day have the same price; the first hour of such a day stands for it.
 * Costs come to the same as by hours.
 */
export async function readUsage(
  db: Connection,
  { spaceId, ...range }: Hours,
  lists: readonly StoredPrices[],
): Promise<UsageHour[]> {
  const { days, hours } = periodsOf(range, lists)
  const parts = [await readFrom(db, usageDays, spaceId, days), await readFrom(db, usageHours, spaceId, hours)]
  return parts.flat().toSorted((a, b) => a.hour.getTime() - b.hour.getTime())
}

async function readFrom(
  db: Connection,
  table: typeof usageHours | typeof usageDays,
  spaceId: string,
  periods: readonly Period[],
): Promise<UsageHour[]> {
  if (periods.length === 0) return []
  return db
    .select()
    .from(table)
    .where(and(eq(table.spaceId, spaceId), within(table.hour, periods)))
    .orderBy(table.hour)
}

/** Whether a time is in one of the periods, as SQL. */
export function within(time: AnyColumn, periods: readonly Period[]): SQL {
  return or(...periods.map(({ from, to }) => and(gte(time, from), lt(time, to)))) ?? sql`false`
}

/** What a space held. */
export function readStorageHours(db: Connection, { spaceId, from, to }: Hours): Promise<StorageHour[]> {
  return db
    .select()
    .from(storageHours)
    .where(and(eq(storageHours.spaceId, spaceId), gte(storageHours.hour, from), lt(storageHours.hour, to)))
    .orderBy(storageHours.hour)
}
