import { inArray } from 'drizzle-orm'
import { removedSpaces } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** Those of these spaces that were removed for good. */
export async function removedAmong({ db }: Platform, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.select({ id: removedSpaces.id }).from(removedSpaces).where(inArray(removedSpaces.id, ids))
  return rows.map(({ id }) => id)
}
