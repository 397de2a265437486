import type { Egress } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { spaces } from '../../database/schema/index.ts'
import type { Platform } from '../platform.ts'

/** The egress rules of a space; null: it was deleted. */
export async function egressOf({ db }: Platform, spaceId: string): Promise<Egress | null> {
  const [space] = await db.select({ egress: spaces.egress }).from(spaces).where(eq(spaces.id, spaceId))
  return space?.egress ?? null
}
