import { z } from 'zod'
import { Files, OmittedFiles } from './files.ts'
import { FunctionConfiguration } from './functions.ts'
import { AliasName, Digest, Timestamp, VersionNumber } from './names.ts'
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

export const PutAlias = z
  .strictObject({
    version: VersionNumber,
    additional: AdditionalVersion.nullish(),
    description: z.string().max(500).optional(),
    override: z
      .strictObject({ reason: z.string().trim().min(1).max(500) })
      .optional()
      .meta({ description: 'Moves it although its tests fail. Admins of the space only; the reason is in the audit' }),
  })
  .refine((alias) => alias.additional?.version !== alias.version, {
    message: 'The additional version must be another version',
    path: ['additional', 'version'],
  })
  .meta({ id: 'PutAlias' })
export type PutAlias = z.infer<typeof PutAlias>

export const Alias = z
  .object({
    name: AliasName,
    version: VersionNumber,
    additional: AdditionalVersion.nullable(),
    description: z.string(),
    etag: z.string(),
    usedBy: z.array(z.string()).meta({ description: 'Names of the triggers pinned to it' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    updatedBy: z.string().nullable(),
    history: z
      .array(
        z.object({
          version: VersionNumber,
          additional: AdditionalVersion.nullable(),
          at: Timestamp,
          by: z.string().nullable(),
        }),
      )
      .meta({ description: 'Newest first, the current target included, at most 20' }),
  })
  .meta({ id: 'Alias' })
export type Alias = z.infer<typeof Alias>
export const AliasList = pageOf(Alias).meta({ id: 'AliasList' })
