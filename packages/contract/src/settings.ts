import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Etag, Moment } from './names.ts'

const SpaceStorageMaxMb = z.number().int().min(LIMITS.storageMb.min).max(LIMITS.storageMb.max).meta({
  description: 'The most storage, in MiB, that admins of a space may give it; administrators may give more',
})

/** How long entries of the audit are kept, in days. The database refuses to delete younger ones than `min`. */
export const AUDIT_DAYS = { min: 30, usual: 400, max: 3660 } as const
const AuditDays = z
  .number()
  .int()
  .min(AUDIT_DAYS.min)
  .max(AUDIT_DAYS.max)
  .nullable()
  .meta({ description: 'Days that entries of the audit are kept; null: for ever' })

const TwoFactorFrom = Moment.nullable().meta({
  description: 'From then on every account needs a second factor; null: none does',
})

/** Settings of the installation. */
export const Settings = z
  .object({
    spaceStorageMaxMb: SpaceStorageMaxMb,
    auditDays: AuditDays,
    twoFactorFrom: TwoFactorFrom,
    storageDiskMb: z.number().int().meta({ description: 'Size of the disk that holds the files of spaces' }),
    etag: Etag,
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof Settings>

export const UpdateSettings = z
  .strictObject({
    spaceStorageMaxMb: SpaceStorageMaxMb.optional(),
    auditDays: AuditDays.optional(),
    twoFactorFrom: TwoFactorFrom.optional(),
  })
  .meta({ id: 'UpdateSettings' })
export type UpdateSettings = z.infer<typeof UpdateSettings>
