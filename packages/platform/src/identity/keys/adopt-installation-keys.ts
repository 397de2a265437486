import { and, isNull } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { apiKeys } from '../../database/schema/index.ts'

/**
 * Old keys did not store which ALCOVE_ADMIN_API_KEY made them: they belong to the current one. Without a current one
 * they have ended.
 */
export async function adoptInstallationKeys(db: Database, fingerprint: string | null): Promise<void> {
  await db
    .update(apiKeys)
    .set({ installationKey: fingerprint ?? '' })
    .where(and(isNull(apiKeys.ownerId), isNull(apiKeys.installationKey)))
}
