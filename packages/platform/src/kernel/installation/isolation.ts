import { isNull } from 'drizzle-orm'
import { installation } from '../../database/schema/index.ts'
import type { Platform } from '../platform.ts'

/** The strongest isolation that any server of this installation has used. */
export async function strongestIsolation({ db }: Pick<Platform, 'db'>): Promise<'oci' | null> {
  const [row] = await db.select({ isolation: installation.isolation }).from(installation)
  return row?.isolation ?? null
}

/** From now on no server of this installation falls back to plain processes on its own. */
export async function rememberIsolation({ db }: Pick<Platform, 'db'>, isolation: 'oci'): Promise<void> {
  await db.update(installation).set({ isolation }).where(isNull(installation.isolation))
}
