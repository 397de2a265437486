import { z } from 'zod'
import { FilePath, Files, OmittedFiles } from './files.ts'
import { LIMITS } from './limits.ts'
import { Digest, Etag, Name, Qualifier, Timestamp, Uuid, VersionNumber } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { ParametersSchema } from './parameters/schema.ts'
import { InvocationStatus } from './statuses.ts'

/** Language environments. The first one is the default choice. */
export const RUNTIMES = ['nodejs24', 'nodejs22', 'nodejs26', 'python3', 'java17', 'custom'] as const
export const Runtime = z.enum(RUNTIMES)
export type Runtime = z.infer<typeof Runtime>

/** What each runtime supports. */
export const RUNTIME_TRAITS: Readonly<Record<Runtime, { concurrency: boolean }>> = {
  nodejs24: { concurrency: true },
  nodejs22: { concurrency: true },
  nodejs26: { concurrency: true },
  python3: { concurrency: false },
  java17: { concurrency: false },
  custom: { concurrency: false },
}

const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'Must start with a letter or "_" and hold only letters, digits and "_"')
const VariableValue = z.string().max(4096)

const isOurs = (name: string) => name.startsWith('ALCOVE_') || name.startsWith('AWS_LAMBDA_')
const OURS = 'Names that start with ALCOVE_ or AWS_LAMBDA_ are set by the platform'

export const Environment = z
  .record(VariableName, VariableValue)
  .refine((env) => Object.keys(env).length <= LIMITS.environmentVariables, {
    message: `At most ${LIMITS.environmentVariables} variables`,
  })
  .refine((env) => !Object.keys(env).some(isOurs), { message: OURS })

/** Encrypted variables. They can be set, removed and listed by name, but never read. */
export const Secrets = z
  .record(VariableName, VariableValue.min(1))
  .refine((secrets) => !Object.keys(secrets).some(isOurs), { message: OURS })
/** RFC 7396: a value sets, null removes, absent names stay. */
export const SecretChanges = z
  .record(VariableName, VariableValue.min(1).nullable())
  .refine((secrets) => !Object.keys(secrets).some(isOurs), { message: OURS })
  .meta({ description: 'A value sets a secret, null removes it, and those not named stay as they are' })

/** How many instances a revision gets, and how long they live. */
export const Scaling = z.strictObject({
  minInstances: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.instances)
    .meta({ description: 'Kept ready, whether called or not' }),
  maxInstances: z.number().int().min(1).max(LIMITS.instances),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.concurrency)
    .meta({ description: 'Calls one instance works on at a time; above 1 only where the runtime can' }),
  idleTimeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .meta({ description: 'An instance nobody has called for so long is let go' }),
})
export type Scaling = z.infer<typeof Scaling>
export const DEFAULT_SCALING: Scaling = { minInstances: 0, maxInstances: 20, concurrency: 1, idleTimeoutSeconds: 600 }

/** A layer version, visible under /opt. For equal paths the later layer wins. */
export const LayerUse = z.strictObject({ layer: Name, version: VersionNumber })
export type LayerUse = z.infer<typeof LayerUse>
const Layers = z
  .array(LayerUse)
  .max(LIMITS.layers)
  .refine((layers) => new Set(layers.map(({ layer }) => layer)).size === layers.length, {
    message: 'Each layer can be used once',
  })

/**
 * `file.export`: `index.handler` is the export `handler` of `index.mjs`, `.js`, `.cjs`, `.ts`…; in Python a function of
 * a module, in Java a method of a class (`com.acme.Handler.handle`). A custom runtime interprets it itself.
 */
export const Handler = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_\-/.$:]*$/,
    'Must look like "index.handler": a file without its ending, a dot, an export',
  )

const FILE_AND_EXPORT = /^[A-Za-z0-9_][A-Za-z0-9_\-/]*(\.[A-Za-z0-9_$]+)*\.[A-Za-z_$][A-Za-z0-9_$]*$/

/** A class alone, or with a method as AWS writes it. */
const JAVA = /^[A-Za-z_$][A-Za-z0-9_$./]*(::[A-Za-z_$][A-Za-z0-9_$]*)?$/

/** Why a handler does not fit its runtime; null when it does. A custom bootstrap takes any name, as Go and Rust do. */
export function handlerProblem(runtime: Runtime, handler: string): string | null {
  return runtime === 'custom' || (runtime === 'java17' && JAVA.test(handler)) || FILE_AND_EXPORT.test(handler)
    ? null
    : 'Must look like "index.handler": a file without its ending, a dot, an export'
}

export const FunctionConfiguration = z.object({
  runtime: Runtime,
  handler: Handler,
  memoryMb: z.number().int().min(LIMITS.memoryMb.min).max(LIMITS.memoryMb.max),
  timeoutSeconds: z.number().int().min(LIMITS.timeoutSeconds.min).max(LIMITS.timeoutSeconds.max),
  environment: Environment,
  secrets: z.array(z.string()).meta({ description: 'Names of the encrypted variables' }),
  scaling: Scaling,
  tmpMb: z
    .number()
    .int()
    .min(LIMITS.tmpMb.min)
    .max(LIMITS.tmpMb.max)
    .meta({ description: 'Size of /tmp; what lies in it counts as memory' }),
  cpus: z
    .number()
    .min(LIMITS.cpus.min)
    .max(LIMITS.cpus.max)
    .nullable()
    .meta({ description: 'Processor share in cores; null: in proportion to memory' }),
  layers: Layers,
  parameters: ParametersSchema.optional().meta({ description: 'Left out: any event is taken' }),
})
export type FunctionConfiguration = z.infer<typeof FunctionConfiguration>

export const CreateFunction = z
  .strictObject({
    name: Name,
    description: z.string().max(500).default(''),
    runtime: Runtime,
    handler: Handler,
    memoryMb: FunctionConfiguration.shape.memoryMb.default(LIMITS.memoryMb.default),
    timeoutSeconds: FunctionConfiguration.shape.timeoutSeconds.default(LIMITS.timeoutSeconds.default),
    environment: Environment.default({}),
    secrets: Secrets.default({}),
    scaling: Scaling.partial().default({}),
    tmpMb: FunctionConfiguration.shape.tmpMb
      .optional()
      .meta({ description: `Left out: ${LIMITS.tmpMb.default}, or half the memory where that is less` }),
    cpus: FunctionConfiguration.shape.cpus.default(null),
    layers: Layers.default([]),
    parameters: ParametersSchema.nullable().optional(),
    files: Files.optional().meta({ description: 'Left out: a small working example for the runtime' }),
  })
  .meta({ id: 'CreateFunction' })
export type CreateFunction = z.infer<typeof CreateFunction>

/** Whether measured use may change the draft automatically, and within which bounds. */
export const RightSizingPolicy = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('advise') }),
  z
    .strictObject({
      mode: z.literal('adjust'),
      memoryMb: z.strictObject({
        min: FunctionConfiguration.shape.memoryMb,
        max: FunctionConfiguration.shape.memoryMb,
      }),
      minInstances: z.strictObject({ min: Scaling.shape.minInstances, max: Scaling.shape.minInstances }),
    })
    .refine(({ memoryMb, minInstances }) => memoryMb.min <= memoryMb.max && minInstances.min <= minInstances.max, {
      message: 'A lower bound must not be above its upper bound',
    }),
])
export type RightSizingPolicy = z.infer<typeof RightSizingPolicy>

/** Changes the draft's configuration. Published versions keep theirs. */
export const UpdateFunction = z
  .strictObject({
    name: Name.optional(),
    description: z.string().max(500).optional(),
    runtime: Runtime.optional(),
    handler: Handler.optional(),
    memoryMb: FunctionConfiguration.shape.memoryMb.optional(),
    timeoutSeconds: FunctionConfiguration.shape.timeoutSeconds.optional(),
    environment: Environment.optional(),
    secrets: SecretChanges.optional(),
    scaling: Scaling.partial().optional(),
    tmpMb: FunctionConfiguration.shape.tmpMb.optional(),
    cpus: FunctionConfiguration.shape.cpus.optional(),
    layers: Layers.optional(),
    parameters: ParametersSchema.nullable().optional().meta({ description: 'null: any event is taken' }),
    rightSizing: RightSizingPolicy.optional(),
  })
  .meta({ id: 'UpdateFunction' })
export type UpdateFunction = z.infer<typeof UpdateFunction>

/** The last day: 96 quarter hours, oldest first. */
export const Sparkline = z.object({
  from: Timestamp,
  stepSeconds: z.number().int(),
  invocations: z.array(z.number().int()),
  failures: z.array(z.number().int()),
})

export const HEALTH = ['healthy', 'degraded', 'failing', 'suspended', 'idle'] as const
export const Health = z.enum(HEALTH)
export type Health = z.infer<typeof Health>

export const FunctionSummary = z
  .object({
    id: Uuid,
    space: Name,
    name: Name,
    description: z.string(),
    runtime: Runtime,
    memoryMb: z.number().int(),
    timeoutSeconds: z.number().int(),
    latestVersion: z.number().int().nullable(),
    aliases: z.array(
      z.object({
        name: Name,
        version: z.number().int(),
        additional: z.object({ version: z.number().int(), weight: z.number() }).nullable(),
      }),
    ),
    triggers: z.array(z.object({ name: Name, type: z.string(), enabled: z.boolean() })),
    health: Health,
    last24h: z.object({
      invocations: z.number().int(),
      failures: z.number().int(),
      throttled: z.number().int(),
      coldStarts: z.number().int(),
      p95Ms: z.number().nullable(),
      sparkline: Sparkline,
    }),
    lastFailure: z
      .object({ at: Timestamp, status: InvocationStatus, message: z.string(), invocationId: Uuid })
      .nullable(),
    lastInvokedAt: Timestamp.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'FunctionSummary' })
export type FunctionSummary = z.infer<typeof FunctionSummary>

/** A function as shown to users who may only invoke it. */
export const FunctionCard = z
  .object({
    id: Uuid,
    space: Name,
    name: Name,
    description: z.string(),
    runtime: Runtime,
    qualifiers: z.array(Qualifier).meta({ description: 'What a call may name: the draft, aliases, then versions' }),
    url: z.string().nullable().meta({ description: 'Its function URL, when a trigger answers there' }),
  })
  .meta({ id: 'FunctionCard' })
export type FunctionCard = z.infer<typeof FunctionCard>

export const FunctionDetail = FunctionSummary.extend({
  handler: Handler,
  environment: Environment,
  secrets: FunctionConfiguration.shape.secrets,
  scaling: Scaling,
  tmpMb: FunctionConfiguration.shape.tmpMb,
  cpus: FunctionConfiguration.shape.cpus,
  layers: FunctionConfiguration.shape.layers,
  parameters: ParametersSchema.nullable(),
  rightSizing: RightSizingPolicy,
  etag: Etag,
  draft: z.object({
    revision: Digest,
    codeHash: Digest,
    codeBytes: z.number().int(),
    savedAt: Timestamp,
    savedBy: z.string().nullable(),
    changedSince: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'The latest version if the draft differs from it, else null' }),
  }),
  counts: z.object({ versions: z.number().int(), aliases: z.number().int(), triggers: z.number().int() }),
}).meta({ id: 'Function' })
export type FunctionDetail = z.infer<typeof FunctionDetail>

export const VisibleFunction = z.union([FunctionDetail, FunctionCard])
export type VisibleFunction = z.infer<typeof VisibleFunction>
export const FunctionList = pageOf(z.union([FunctionSummary, FunctionCard])).meta({ id: 'FunctionList' })
export const FunctionListQuery = PageQuery.extend({
  q: z.string().max(100).optional().meta({ description: 'Part of the name' }),
})

export const Draft = z
  .object({
    files: Files,
    omitted: OmittedFiles,
    configuration: FunctionConfiguration,
    revision: Digest.meta({ description: 'Hash of code and configuration' }),
    codeHash: Digest.meta({ description: 'Hash of the code; quoted, it is the ETag' }),
    savedAt: Timestamp,
    savedBy: z.string().nullable(),
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof Draft>

/** What a save changed; null where that is not known, as of a function's first code. */
export const DraftChange = z
  .object({
    files: z.array(
      z.object({
        path: FilePath,
        kind: z.enum(['added', 'changed', 'removed']),
        lines: z
          .object({ added: z.number().int().min(0), removed: z.number().int().min(0) })
          .optional()
          .meta({ description: 'Lines of text that came and went; absent for what is large or not text' }),
      }),
    ),
    more: z.number().int().min(0).meta({ description: 'How many files changed beyond those listed' }),
    restored: Timestamp.nullable().meta({ description: 'When the state was saved that this save restored' }),
  })
  .nullable()
export type DraftChange = z.infer<typeof DraftChange>

export const DraftSave = z.object({
  id: Uuid.nullable().meta({ description: 'Null: the draft as it is now' }),
  codeHash: Digest,
  codeBytes: z.number().int(),
  savedAt: Timestamp,
  savedBy: z.string().nullable(),
  change: DraftChange,
})
export type DraftSave = z.infer<typeof DraftSave>
export const DraftSaveList = pageOf(DraftSave).meta({ id: 'DraftSaveList' })

/** A state of the code that the draft had. */
export const SavedDraft = DraftSave.extend({ files: Files, omitted: OmittedFiles }).meta({ id: 'SavedDraft' })
export type SavedDraft = z.infer<typeof SavedDraft>

/** Where someone is in the draft. */
export const DraftPlace = z
  .strictObject({ file: FilePath.nullable(), line: z.number().int().min(1).max(10_000_000).nullable() })
  .meta({ id: 'DraftPlace' })
export type DraftPlace = z.infer<typeof DraftPlace>

export const DraftPresence = z
  .object({
    codeHash: Digest.meta({ description: 'Of the draft as it is saved now' }),
    items: z.array(DraftPlace.extend({ tab: Uuid, name: z.string() })),
  })
  .meta({ id: 'DraftPresence', description: 'Who else has the draft open' })
export type DraftPresence = z.infer<typeof DraftPresence>

export const PutDraft = z
  .strictObject({
    files: Files,
    keep: z.array(FilePath).max(LIMITS.packageFiles).optional().meta({
      description: 'Which of the files that the draft listed as omitted stay; left out: all of them, [] none',
    }),
  })
  .meta({ id: 'PutDraft' })
export type PutDraft = z.infer<typeof PutDraft>
