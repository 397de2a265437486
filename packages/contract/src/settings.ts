import { z } from 'zod'
import { LIMITS } from './limits.ts'

const SpaceStorageMaxMb = z.number().int().min(LIMITS.storageMb.min).max(LIMITS.storageMb.max).meta({
  description: 'The most storage, in MiB, that admins of a space may give it; administrators may give more',
})

/** Settings of the installation. */
export const Settings = z
  .object({
    spaceStorageMaxMb: SpaceStorageMaxMb,
    storageDiskMb: z.number().int().meta({ description: 'Size of the disk that holds the files of spaces' }),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof Settings>

export const UpdateSettings = z
  .strictObject({ spaceStorageMaxMb: SpaceStorageMaxMb.optional() })
  .meta({ id: 'UpdateSettings' })
export type UpdateSettings = z.infer<typeof UpdateSettings>
