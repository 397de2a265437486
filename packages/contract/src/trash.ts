import { z } from 'zod'
import { Name, Timestamp, Uuid } from './names.ts'
import { Visibility } from './spaces.ts'

/** How long what was deleted can be restored. */
export const TRASH_DAYS = 7

const trashed = {
  id: Uuid.meta({ description: 'The same as before' }),
  name: Name.meta({ description: 'As it was; another one may have taken it' }),
  trashedAt: Timestamp,
  trashedBy: z.string(),
  removedAt: Timestamp.meta({ description: 'When it is removed for good' }),
}

export const TrashedFunction = z
  .object({
    ...trashed,
    versions: z.number().int(),
    aliases: z.array(Name),
    triggers: z.array(Name),
    routes: z.array(Name).meta({ description: 'Gateway routes that led to it and would again' }),
  })
  .meta({ id: 'TrashedFunction' })
export type TrashedFunction = z.infer<typeof TrashedFunction>
export const TrashedFunctionList = z
  .object({ items: z.array(TrashedFunction), nextCursor: z.null() })
  .meta({ id: 'TrashedFunctionList' })

export const TrashedSpace = z
  .object({
    ...trashed,
    visibility: Visibility,
    description: z.string(),
    functions: z.number().int(),
    buckets: z.number().int(),
  })
  .meta({ id: 'TrashedSpace' })
export type TrashedSpace = z.infer<typeof TrashedSpace>
export const TrashedSpaceList = z
  .object({ items: z.array(TrashedSpace), nextCursor: z.null() })
  .meta({ id: 'TrashedSpaceList' })

export const Restore = z
  .strictObject({ name: Name.optional().meta({ description: 'Left out: the name it had' }) })
  .meta({ id: 'Restore' })
export type Restore = z.infer<typeof Restore>

export const Restored = z
  .object({
    id: Uuid,
    name: Name,
    paused: z
      .array(z.object({ function: Name, trigger: Name, reason: z.string() }))
      .meta({ description: 'Triggers that came back paused, as something they need is gone' }),
  })
  .meta({ id: 'Restored' })
export type Restored = z.infer<typeof Restored>
