import { z } from 'zod'
import { Role, Action } from './actions.ts'
import { DEFAULT_EGRESS, Egress } from './egress.ts'
import { LIMITS } from './limits.ts'
import { Etag, Moment, Name, Timestamp, Uuid } from './names.ts'
import { pageOf } from './pagination.ts'
import { DEFAULT_RETENTION, Retention } from './retention.ts'
import { SpanSampling } from './spans.ts'
import { ObjectStorageMb, StorageMb } from './storage-sizes.ts'

export const Visibility = z.enum(['private', 'public'])
export type Visibility = z.infer<typeof Visibility>

export const Space = z
  .object({
    id: Uuid,
    name: Name,
    visibility: Visibility,
    description: z.string(),
    requireIsolation: z.boolean().meta({ description: 'Refuse to run on the process driver' }),
    egress: Egress,
    storage: z.object({
      quotaMb: StorageMb,
      usedMb: z.number().meta({ description: 'As measured last, at most a minute ago' }),
    }),
    objectStorageMb: ObjectStorageMb.meta({ description: 'What all buckets together may hold' }),
    retention: Retention,
    spanSampling: SpanSampling,
    storageMaxMb: z.number().int().meta({ description: 'The most storage that you may give it' }),
    functionCount: z.number().int(),
    memberCount: z.number().int(),
    requestCount: z.int().optional().meta({ description: 'Requests for access that wait; only for who may grant it' }),
    /** The caller's role here, if any, and the resulting actions. */
    access: z.object({
      role: Role.nullable(),
      actions: z.array(Action),
      functions: z
        .array(z.object({ function: Name, role: Role.nullable(), actions: z.array(Action) }))
        .optional()
        .meta({ description: 'Functions on which you may do something else than on the whole space' }),
    }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    etag: Etag,
  })
  .meta({ id: 'Space' })
export type Space = z.infer<typeof Space>

/** A space as shown to users who may only invoke its functions: those without a grant in a public space. */
export const SpaceCard = Space.pick({
  id: true,
  name: true,
  visibility: true,
  description: true,
  functionCount: true,
  access: true,
  createdAt: true,
}).meta({ id: 'SpaceCard' })
export type SpaceCard = z.infer<typeof SpaceCard>

/** The whole space or its card, depending on the caller's rights. */
export const VisibleSpace = z.union([Space, SpaceCard])
export type VisibleSpace = z.infer<typeof VisibleSpace>

export const CreateSpace = z
  .strictObject({
    name: Name,
    visibility: Visibility.default('private'),
    description: z.string().max(500).default(''),
    requireIsolation: z.boolean().default(false),
    egress: Egress.default(DEFAULT_EGRESS),
    storageMb: StorageMb.default(LIMITS.storageMb.default),
    objectStorageMb: ObjectStorageMb.default(LIMITS.objectStorageMb.default),
    retention: Retention.default(DEFAULT_RETENTION),
  })
  .meta({ id: 'CreateSpace' })
export type CreateSpace = z.infer<typeof CreateSpace>

export const UpdateSpace = z
  .strictObject({
    name: Name.optional(),
    visibility: Visibility.optional(),
    description: z.string().max(500).optional(),
    requireIsolation: z.boolean().optional(),
    egress: Egress.optional(),
    storageMb: StorageMb.optional(),
    objectStorageMb: ObjectStorageMb.optional(),
    retention: Retention.optional(),
    spanSampling: SpanSampling.optional(),
  })
  .meta({ id: 'UpdateSpace' })
export type UpdateSpace = z.infer<typeof UpdateSpace>

export const Grant = z
  .object({
    subject: z.string().meta({ description: 'As in paths: an account’s id, or "group:" and a name' }),
    accountId: z.string().nullable(),
    group: Name.nullable(),
    name: z.string(),
    email: z.string().nullable(),
    members: z.number().int().nullable().meta({ description: 'Of a group' }),
    role: Role,
    function: Name.nullable().meta({ description: 'The one function it is narrowed to; null: the whole space' }),
    expiresAt: Timestamp.nullable(),
    grantedBy: z.string().nullable(),
    grantedAt: Timestamp,
    etag: z.string(),
  })
  .meta({ id: 'Grant' })
export type Grant = z.infer<typeof Grant>

export const PutGrant = z
  .strictObject({
    role: Role,
    function: Name.nullish().meta({ description: 'Narrows it to one function' }),
    expiresAt: Moment.nullish().meta({ description: 'It ends at that very moment, open streams included' }),
  })
  .meta({ id: 'PutGrant' })
export type PutGrant = z.infer<typeof PutGrant>
export const GrantQuery = z.strictObject({ function: Name.optional() })
export const SpaceList = pageOf(VisibleSpace).meta({ id: 'SpaceList' })
export const GrantList = pageOf(Grant).meta({ id: 'GrantList' })
