import { and, isNull } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { apiKeys } from '../../database/schema/index.ts'

/**
 * Keys made before they remembered which ALCOVE_ADMIN_API_KEY they were made with go with the present one; without one
 * they have ended.
 */
export async function adoptInstallationKeys(db: Database, fingerprint: string | null): Promise<void> {
  await db
    .update(apiKeys)
    .set({ installationKey: fingerprint ?? '' })
    .where(and(isNull(apiKeys.ownerId), isNull(apiKeys.installationKey)))
}
