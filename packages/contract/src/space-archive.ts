import { z } from 'zod'
import { Role } from './actions.ts'
import { AlertTargetSettings, PutAlert } from './alerts.ts'
import { PutBoard } from './boards.ts'
import { PutBucket } from './buckets.ts'
import { PutBudget } from './budgets.ts'
import { Destination } from './destinations.ts'
import { Egress } from './egress.ts'
import { FunctionConfiguration, RightSizingPolicy, Runtime } from './functions.ts'
import { LIMITS } from './limits.ts'
import { Moment, Name, VersionNumber } from './names.ts'
import { FunctionQuota, SpaceQuota } from './quotas.ts'
import { Retention } from './retention.ts'
import { PutSink, SINK_SECRETS } from './sinks.ts'
import { Space, Visibility } from './spaces.ts'
import { DEFAULT_SPAN_SAMPLING, SpanSampling } from './spans.ts'
import { TaskPolicy } from './tasks.ts'
import { PutTest, TestSettings } from './tests.ts'
import { AdditionalVersion, PutVersionRetention } from './versions.ts'
import { WebhookUrl } from './webhooks.ts'

/*
 * A space as an archive of plain files, one for each thing, so that it can live in git:
 *
 *   alcove.json                                  which format it is
 *   space.json
 *   buckets/{bucket}.json                        settings, no objects
 *   layers/{layer}/{n}/layer.json, …/files/…
 *   functions/{fn}/function.json, …/code/…       the draft
 *   functions/{fn}/versions/{n}/version.json, …/code/…
 *   functions/{fn}/aliases/{alias}.json
 *   functions/{fn}/triggers/{trigger}.json
 *   functions/{fn}/tests/{test}.json
 *   routes/{route}.json
 *   hosts/{host}.json                            host names of routes
 *   grants/accounts/{email}.json, grants/groups/{group}.json
 *   budget.json
 *   alert-targets/{target}.json, alerts/{alert}.json
 *   boards/{board}.json
 *   sinks/{sink}.json
 *
 * Secrets are in it by name only.
 */

/**
 * Archives of format 1 hold no hosts, grants, budgets, alerts and sinks, those of format 2 no boards: an import removes
 * none of them.
 */
export const ARCHIVE_FORMAT = 3

const named = { secrets: z.array(z.enum(['secretAccessKey', 'password', 'token'])).max(1) }
const [ofBucket, ofS3, ofMysql, ofPostgres, ofHttp, ofOtlp] = PutSink.options
/** A sink without the moment at which it began. Its credential is named only. */
const ArchivedSink = z
  .discriminatedUnion('type', [
    ofBucket.omit({ startAt: true }).extend(named),
    ofS3.omit({ startAt: true }).extend(named),
    ofMysql.omit({ startAt: true }).extend(named),
    ofPostgres.omit({ startAt: true }).extend(named),
    ofHttp.omit({ startAt: true }).extend(named),
    ofOtlp.omit({ startAt: true }).extend(named),
  ])
  .refine(({ config }) => !Object.values(SINK_SECRETS).some((name) => name !== null && name in config), {
    path: ['config'],
    message: 'An archive holds no credentials: name it in "secrets", and set it afterwards',
  })

/** Names the file of an account's grants. */
export const ArchivedEmail = z.email().max(254)

/** What the files hold. Triggers and routes are as they are sent to make one, without secrets. */
export const ArchiveFile = {
  alcove: z.strictObject({ format: z.literal([1, 2, ARCHIVE_FORMAT]) }),
  space: z.strictObject({
    visibility: Visibility,
    description: z.string().max(500),
    requireIsolation: z.boolean(),
    egress: Egress,
    storageMb: z.number().int(),
    objectStorageMb: Space.shape.objectStorageMb,
    retention: Retention,
    spanSampling: SpanSampling.default(DEFAULT_SPAN_SAMPLING),
    quota: SpaceQuota.omit({ objectStorageMb: true, storageMb: true }).nullable(),
  }),
  bucket: PutBucket,
  layer: z.strictObject({ description: z.string().max(500), compatibleRuntimes: z.array(Runtime) }),
  function: z.strictObject({
    description: z.string().max(500),
    ...FunctionConfiguration.shape,
    rightSizing: RightSizingPolicy,
    tasks: TaskPolicy,
    onSuccess: Destination.nullable(),
    onFailure: Destination.nullable(),
    testing: TestSettings,
    quota: FunctionQuota.nullable(),
    keepVersions: PutVersionRetention.shape.keep,
  }),
  version: z.strictObject({
    description: z.string().max(500),
    configuration: FunctionConfiguration.strict(),
    code: z
      .union([z.literal('own'), VersionNumber])
      .meta({ description: 'A number: the files of that version. Never those of the draft, which change' }),
  }),
  alias: z
    .strictObject({
      version: AdditionalVersion.shape.version,
      additional: AdditionalVersion.nullable(),
      description: z.string().max(500),
      protected: z.boolean(),
    })
    .refine((alias) => alias.additional?.version !== alias.version, 'The additional version must be another version'),
  test: PutTest,
  host: z.strictObject({}),
  grant: z.strictObject({
    grants: z
      .array(z.strictObject({ function: Name.nullable(), role: Role, expiresAt: Moment.nullable() }))
      .min(1)
      .max(1000)
      .meta({ description: 'On the whole space (function: null), and on single functions' }),
  }),
  budget: z.strictObject({
    amount: PutBudget.shape.amount,
    warnAt: PutBudget.shape.warnAt,
    webhook: z.strictObject({ url: WebhookUrl }).nullable(),
  }),
  alertTarget: AlertTargetSettings,
  alert: PutAlert,
  board: PutBoard,
  sink: ArchivedSink,
} as const
export type ArchivedSpace = z.infer<(typeof ArchiveFile)['space']>
export type ArchivedFunction = z.infer<(typeof ArchiveFile)['function']>
export type ArchivedVersion = z.infer<(typeof ArchiveFile)['version']>
export type ArchivedAlias = z.infer<(typeof ArchiveFile)['alias']>
export type ArchivedGrant = z.infer<(typeof ArchiveFile)['grant']>
export type ArchivedBudget = z.infer<(typeof ArchiveFile)['budget']>
export type ArchivedSink = z.infer<typeof ArchivedSink>

export const ARCHIVED_KINDS = [
  'space',
  'bucket',
  'layer',
  'function',
  'version',
  'alias',
  'trigger',
  'test',
  'route',
  'host',
  'grant',
  'budget',
  'alertTarget',
  'alert',
  'board',
  'sink',
] as const
export type ArchivedKind = (typeof ARCHIVED_KINDS)[number]

/**
 * `keep`: only the space has it. `skipped`: it cannot be here, such as a grant to somebody without an account, and is left
 * out. `refused`: it cannot be done, and the import is not done at all.
 */
export const IMPORT_CHANGES = ['create', 'change', 'remove', 'keep', 'unchanged', 'skipped', 'refused'] as const

export const ImportedItem = z.object({
  kind: z.enum(ARCHIVED_KINDS),
  name: z.string().meta({ description: 'Such as checkout, checkout/live or checkout/3' }),
  change: z.enum(IMPORT_CHANGES),
  reason: z.string().nullable().meta({ description: 'Why it is refused or skipped' }),
  files: z
    .array(
      z.object({
        path: z.string(),
        before: z.string().nullable().meta({ description: 'null: there was none, or it is no text or long' }),
        after: z.string().nullable(),
        beforeBytes: z.number().int().nullable().meta({ description: 'null: there was none' }),
        afterBytes: z.number().int().nullable().meta({ description: 'null: there is none' }),
      }),
    )
    .meta({ description: 'What differs, as files of the archive' }),
})
export type ImportedItem = z.infer<typeof ImportedItem>

export const SpaceImport = z
  .object({
    applied: z.boolean(),
    fingerprint: z
      .string()
      .meta({ description: 'Of the archive and of the space as it is. Sent as `expected`, only this is applied' }),
    items: z.array(ImportedItem),
    secrets: z
      .array(z.object({ kind: z.enum(ARCHIVED_KINDS), name: z.string(), secrets: z.array(z.string()) }))
      .meta({ description: 'Secrets that are to be set by hand afterwards' }),
  })
  .meta({ id: 'SpaceImport' })
export type SpaceImport = z.infer<typeof SpaceImport>

const Flag = z.enum(['true', 'false']).default('false')
export const SpaceExportQuery = z.strictObject({
  function: Name.optional().meta({ description: 'Only this function: code, versions, aliases, triggers and tests' }),
})

export const SpaceImportQuery = z.strictObject({
  preview: Flag.meta({ description: 'true: change nothing' }),
  remove: Flag.meta({ description: 'true: what the archive does not have is removed. Functions go to the trash' }),
  expected: z.string().max(100).optional(),
})
export type SpaceImportQuery = z.infer<typeof SpaceImportQuery>

export const SPACE_ARCHIVE_LIMITS = {
  /** The same as for a package: a body is held in memory. */
  bytes: LIMITS.packageBytes,
  unpackedBytes: 500 * 1024 * 1024,
  files: 50_000,
  /** Text of one file in a preview, and of all of them. */
  shownFileBytes: 64 * 1024,
  shownBytes: 2 * 1024 * 1024,
} as const

export const TransferFunction = z
  .strictObject({
    space: Name.meta({ description: 'Where it goes' }),
    name: Name.optional().meta({ description: 'Left out: the same' }),
  })
  .meta({ id: 'TransferFunction' })
export type TransferFunction = z.infer<typeof TransferFunction>

export const TransferQuery = z.strictObject({ preview: Flag.meta({ description: 'true: change nothing' }) })

const Names = z.array(z.string())
export const Transfer = z
  .object({
    applied: z.boolean(),
    space: Name,
    name: Name,
    problem: z.string().nullable().meta({ description: 'Why it cannot be done' }),
    travels: z.object({
      versions: z.number().int(),
      aliases: Names,
      triggers: Names,
      tests: z.number().int(),
      secrets: Names,
    }),
    stays: z
      .object({
        routes: Names,
        grants: z.number().int(),
        tasks: z.number().int().meta({ description: 'Calls that wait' }),
        destinations: Names.meta({ description: 'Functions and buckets that results go to' }),
      })
      .meta({ description: 'What does not come along. Invocations, logs, metrics and costs stay as well' }),
    paused: z.array(z.object({ trigger: Name, reason: z.string() })),
  })
  .meta({ id: 'Transfer' })
export type Transfer = z.infer<typeof Transfer>
