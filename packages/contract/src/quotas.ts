import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Etag, Timestamp, Uuid } from './names.ts'
import { ObjectStorageMb, StorageMb } from './storage-sizes.ts'
import { PageQuery, pageOf } from './pagination.ts'

const CALL_LIMITS = [
  'executionsPerMinute',
  'executionsPerDay',
  'executionsPerMonth',
  'gbSecondsPerDay',
  'gbSecondsPerMonth',
  'egressMbPerDay',
  'egressMbPerMonth',
  'logMbPerDay',
] as const

/** Limits of what is used in a UTC minute, day or month. Using one up suspends what it limits. */
export const WINDOWED_LIMITS = [...CALL_LIMITS, 'spendPerMonth'] as const
export type WindowedLimit = (typeof WINDOWED_LIMITS)[number]

export const FUNCTION_LIMITS = [...CALL_LIMITS, 'concurrency', 'memoryMb'] as const
/** Limits of how many there may be. Beyond them creating is refused. */
export const COUNT_LIMITS = ['functions', 'versions', 'aliases', 'triggers', 'buckets', 'routes', 'codeMb'] as const
export type CountLimit = (typeof COUNT_LIMITS)[number]
/** Limits of what a space stores. Every space has them. Beyond them writing is refused. */
export const STORAGE_LIMITS = ['objectStorageMb', 'storageMb'] as const
export const QUOTA_LIMITS = [...FUNCTION_LIMITS, 'spendPerMonth', ...COUNT_LIMITS, ...STORAGE_LIMITS] as const
export type QuotaLimit = (typeof QUOTA_LIMITS)[number]

const MOST = 1_000_000_000

const limit = (description: string, most = MOST) =>
  z
    .number()
    .int()
    .min(1)
    .max(most)
    .nullable()
    .default(null)
    .meta({ description: `${description}; null: no limit` })

const functionLimits = {
  executionsPerMinute: limit('Calls that start in a UTC minute'),
  executionsPerDay: limit('Calls that start in a UTC day'),
  executionsPerMonth: limit('Calls that start in a UTC month'),
  gbSecondsPerDay: limit('Memory times billed time in a UTC day, in GB-seconds'),
  gbSecondsPerMonth: limit('Memory times billed time in a UTC month, in GB-seconds'),
  egressMbPerDay: limit('What functions answer in a UTC day, in MB (10⁶ bytes)'),
  egressMbPerMonth: limit('What functions answer in a UTC month, in MB (10⁶ bytes)'),
  logMbPerDay: limit('What functions log in a UTC day, in MB (10⁶ bytes)'),
  concurrency: limit('Calls that run at the same time, over all servers', 100_000),
  memoryMb: limit('The most memory that a function may be given', LIMITS.memoryMb.max),
  whenSuspended: z.enum(['hold', 'drop']).default('hold').meta({
    description: 'What timers and events do while it is suspended: their tasks wait, or they are skipped',
  }),
}

/** Limits of a trigger, a gateway route, an API key, or all of Alcove. */
export const PART_LIMITS = ['executionsPerMinute', 'executionsPerDay', 'executionsPerMonth', 'concurrency'] as const

export const CallQuota = z
  .strictObject({
    executionsPerMinute: functionLimits.executionsPerMinute,
    executionsPerDay: functionLimits.executionsPerDay,
    executionsPerMonth: functionLimits.executionsPerMonth,
    concurrency: functionLimits.concurrency,
  })
  .meta({ id: 'CallQuota' })
export type CallQuota = z.infer<typeof CallQuota>

/** What a quota may limit besides a space or a function. */
export const QUOTA_PARTS = ['trigger', 'route', 'key', 'platform'] as const
export type QuotaPart = (typeof QUOTA_PARTS)[number]

export const FunctionQuota = z.strictObject(functionLimits).meta({ id: 'FunctionQuota' })
export type FunctionQuota = z.infer<typeof FunctionQuota>

export const SpaceQuota = z
  .strictObject({
    ...functionLimits,
    spendPerMonth: z.number().min(0.01).max(LIMITS.money).nullable().default(null).meta({
      description:
        'The spend cap: what the space may cost in a UTC month, in the currency of the price list; null: no limit',
    }),
    functions: limit('Functions of the space'),
    versions: limit('Versions that a function keeps'),
    aliases: limit('Aliases of a function'),
    triggers: limit('Triggers of a function'),
    buckets: limit('Buckets of the space'),
    routes: limit('Gateway routes of the space'),
    codeMb: limit('Code of all drafts, versions and layers of the space, in MB (10⁶ bytes)'),
    objectStorageMb: ObjectStorageMb.optional().meta({
      description: 'What all buckets of the space hold, in MiB; left out: as it is',
    }),
    storageMb: StorageMb.optional().meta({
      description: 'The files of its functions at /mnt/space on each server, in MiB; left out: as it is',
    }),
  })
  .meta({ id: 'SpaceQuota' })
export type SpaceQuota = z.infer<typeof SpaceQuota>

export const QuotaUse = z
  .object({
    used: z.number(),
    limit: z.number(),
    needed: z.number().nullable().meta({
      description: 'What the window would come to at the pace so far; null: it has hardly begun, or has no end',
    }),
    resetsAt: Timestamp.nullable().meta({ description: 'When it counts from 0 again; null: it does not' }),
  })
  .meta({ id: 'QuotaUse' })
export type QuotaUse = z.infer<typeof QuotaUse>

export const Suspension = z
  .object({
    id: Uuid,
    /** Null: of the whole space. */
    function: z.string().nullable().meta({ description: 'null: the whole space' }),
    part: z
      .object({ kind: z.enum(QUOTA_PARTS), name: z.string() })
      .nullable()
      .meta({ description: 'A trigger of the function or a route of the space; null: the function or space itself' }),
    limit: z.enum(WINDOWED_LIMITS),
    allowed: z.number().meta({ description: 'The limit that was used up' }),
    since: Timestamp,
    resumesAt: Timestamp.meta({ description: 'When the clock lifts it' }),
    resumedAt: Timestamp.nullable().meta({ description: 'When it ended; null: it has not' }),
    resumedBy: z.string().nullable().meta({ description: 'Who ended it; `clock`: the next window began' }),
    refused: z.number().int().meta({ description: 'Calls that it refused, with a delay of about a second' }),
  })
  .meta({ id: 'Suspension' })
export type Suspension = z.infer<typeof Suspension>

const state = {
  used: z.partialRecord(z.enum(QUOTA_LIMITS), QuotaUse).meta({ description: 'Of each limit that is set' }),
  suspension: Suspension.nullable(),
  etag: Etag,
}
export const FunctionQuotaState = FunctionQuota.extend(state).meta({ id: 'FunctionQuotaState' })
export type FunctionQuotaState = z.infer<typeof FunctionQuotaState>
export const CallQuotaState = CallQuota.extend(state).meta({ id: 'CallQuotaState' })
export type CallQuotaState = z.infer<typeof CallQuotaState>
export const SpaceQuotaState = SpaceQuota.extend(state).meta({ id: 'SpaceQuotaState' })
export type SpaceQuotaState = z.infer<typeof SpaceQuotaState>

export const FunctionQuotaUse = z
  .object({
    function: z.string(),
    used: z.partialRecord(z.enum(FUNCTION_LIMITS), QuotaUse),
    suspension: Suspension.nullable(),
  })
  .meta({ id: 'FunctionQuotaUse' })
export type FunctionQuotaUse = z.infer<typeof FunctionQuotaUse>
export const FunctionQuotaList = pageOf(FunctionQuotaUse).meta({ id: 'FunctionQuotaList' })

export const Resume = z
  .strictObject({
    more: z.number().int().min(1).max(MOST).optional().meta({
      description: 'How much more may be used until the window ends, in the unit of the limit; left out: no limit',
    }),
  })
  .meta({ id: 'Resume' })
export type Resume = z.infer<typeof Resume>

export const SuspensionQuery = PageQuery.extend({
  open: z.enum(['true']).optional().meta({ description: 'Only those that have not ended' }),
})
export type SuspensionQuery = z.infer<typeof SuspensionQuery>
export const SuspensionList = pageOf(Suspension).meta({ id: 'SuspensionList' })
