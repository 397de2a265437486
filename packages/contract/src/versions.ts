import { z } from 'zod'
import { Files, OmittedFiles } from './files.ts'
import { FunctionConfiguration } from './functions.ts'
import { AliasName, Digest, Etag, Timestamp, Uuid, VersionNumber } from './names.ts'
import { pageOf } from './pagination.ts'

export const PublishVersion = z
  .strictObject({ description: z.string().max(500).default('') })
  .meta({ id: 'PublishVersion' })
export type PublishVersion = z.infer<typeof PublishVersion>

export const Version = z
  .object({
    version: VersionNumber,
    description: z.string(),
    revision: Digest,
    codeHash: Digest,
    codeBytes: z.number().int(),
    configuration: FunctionConfiguration,
    aliases: z.array(z.object({ name: AliasName, weight: z.number() })),
    publishedAt: Timestamp,
    publishedBy: z.string().nullable(),
    last24h: z.object({ invocations: z.number().int(), failures: z.number().int() }),
  })
  .meta({ id: 'Version' })
export type Version = z.infer<typeof Version>

export const VersionDetail = Version.extend({ files: Files, omitted: OmittedFiles }).meta({ id: 'VersionDetail' })
export type VersionDetail = z.infer<typeof VersionDetail>
export const VersionList = pageOf(Version).meta({ id: 'VersionList' })

/** Share of calls for the additional version: 0 < weight < 1. */
export const AdditionalVersion = z.strictObject({ version: VersionNumber, weight: z.number().gt(0).lt(1) })

const Reason = z.string().trim().min(1).max(500)

export const PutAlias = z
  .strictObject({
    version: VersionNumber,
    additional: AdditionalVersion.nullish(),
    description: z.string().max(500).optional(),
    protected: z
      .boolean()
      .optional()
      .meta({ description: 'Only who has aliases:protect moves, changes or deletes it, and may set this' }),
    reason: Reason.optional().meta({ description: 'Why it moves, for its history' }),
    override: z
      .strictObject({ reason: Reason })
      .optional()
      .meta({ description: 'Moves it although its tests fail. Admins of the space only; the reason is in the audit' }),
  })
  .refine((alias) => alias.additional?.version !== alias.version, {
    message: 'The additional version must be another version',
    path: ['additional', 'version'],
  })
  .meta({ id: 'PutAlias' })
export type PutAlias = z.infer<typeof PutAlias>

/** Where to go back to. */
export const RollbackAlias = z
  .strictObject({
    to: Uuid.optional().meta({ description: 'Id of an entry of its history; left out: where all calls went before' }),
    reason: Reason.optional(),
  })
  .meta({ id: 'RollbackAlias' })
export type RollbackAlias = z.infer<typeof RollbackAlias>

export const Alias = z
  .object({
    name: AliasName,
    version: VersionNumber,
    additional: AdditionalVersion.nullable(),
    description: z.string(),
    protected: z.boolean().meta({ description: 'Only admins of the space move it' }),
    etag: Etag,
    usedBy: z.array(z.string()).meta({ description: 'Names of the triggers pinned to it' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    updatedBy: z.string().nullable(),
    history: z
      .array(
        z.object({
          id: Uuid,
          version: VersionNumber,
          additional: AdditionalVersion.nullable(),
          at: Timestamp,
          by: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      )
      .meta({ description: 'Newest first, the current target included, at most 20' }),
  })
  .meta({ id: 'Alias' })
export type Alias = z.infer<typeof Alias>
export const AliasList = pageOf(Alias).meta({ id: 'AliasList' })

/** Something that needs a version, so that the version stays. `rollback`: an alias would go back to it. */
export const VersionUse = z.object({
  kind: z.enum(['alias', 'rollout', 'rollback', 'trigger', 'route', 'destination', 'tasks']),
  name: z.string().meta({ description: 'Of the alias, trigger, route or function; of tasks: how many wait' }),
})
export type VersionUse = z.infer<typeof VersionUse>

const KeepVersions = z.number().int().min(1).max(1000)

export const PutVersionRetention = z
  .strictObject({
    keep: KeepVersions.nullable().meta({
      description:
        'So many of the newest versions stay in any case; older ones go unless something uses them. null: all stay',
    }),
  })
  .meta({ id: 'PutVersionRetention' })
export type PutVersionRetention = z.infer<typeof PutVersionRetention>

export const VersionRetentionQuery = z.strictObject({
  keep: z.coerce
    .number()
    .pipe(KeepVersions)
    .optional()
    .meta({ description: 'To see what it would do; left out: as it is set' }),
})
export type VersionRetentionQuery = z.infer<typeof VersionRetentionQuery>

export const VersionRetention = z
  .object({
    keep: z.number().int().nullable().meta({ description: 'As it is set' }),
    older: z
      .array(z.object({ version: VersionNumber, publishedAt: Timestamp, keptBy: z.array(VersionUse) }))
      .meta({ description: 'Versions beyond the newest, newest first: those that nothing keeps go' }),
  })
  .meta({ id: 'VersionRetention' })
export type VersionRetention = z.infer<typeof VersionRetention>
