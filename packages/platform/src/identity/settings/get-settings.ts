import { AUDIT_DAYS, LIMITS, type Settings } from '@alcove/contract'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { isoOrNull } from '../../database/connect.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { settings } from '../../database/schema/index.ts'

/** The settings in the database. The engine adds the size of the disk. */
export type StoredSettings = Omit<Settings, 'storageDiskMb'>

export const getSettings = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<StoredSettings> => {
  authorizePlatform({ ctx, action: 'platform:admin' })
  return readSettings(ctx)
})

export async function readSettings({ db }: Pick<Ctx, 'db'>): Promise<StoredSettings> {
  const [row] = await db.select().from(settings)
  const stored = {
    spaceStorageMaxMb: row?.spaceStorageMaxMb ?? LIMITS.storageMb.ceiling,
    twoFactorFrom: isoOrNull(row?.twoFactorFrom ?? null),
    auditDays: row ? row.auditDays : AUDIT_DAYS.usual,
  }
  return { ...stored, etag: etagOf(stored) }
}
