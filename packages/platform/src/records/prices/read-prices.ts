import { asc } from 'drizzle-orm'
import type { Connection } from '../../database/connect.ts'
import { priceLists } from '../../database/schema/index.ts'

export type StoredPrices = typeof priceLists.$inferSelect

/** The oldest first. */
export function readPrices({ db }: { db: Connection }): Promise<StoredPrices[]> {
  return db.select().from(priceLists).orderBy(asc(priceLists.validFrom), asc(priceLists.id))
}
