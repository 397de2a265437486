import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'

/** Limits of what is used in a UTC minute, day or month. Using one up suspends the function or space. */
export const WINDOWED_LIMITS = [
  'executionsPerMinute',
  'executionsPerDay',
  'executionsPerMonth',
  'gbSecondsPerDay',
  'gbSecondsPerMonth',
] as const
export type WindowedLimit = (typeof WINDOWED_LIMITS)[number]

export const FUNCTION_LIMITS = [...WINDOWED_LIMITS, 'concurrency', 'memoryMb'] as const
const COUNT_LIMITS = ['functions', 'versions', 'aliases', 'triggers'] as const
export const QUOTA_LIMITS = [...FUNCTION_LIMITS, ...COUNT_LIMITS] as const
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
  concurrency: limit('Calls that run at the same time, over all servers', 100_000),
  memoryMb: limit('The most memory that a function may be given', LIMITS.memoryMb.max),
  whenSuspended: z.enum(['hold', 'drop']).default('hold').meta({
    description: 'What timers and events do while it is suspended: their tasks wait, or they are skipped',
  }),
}

export const FunctionQuota = z.strictObject(functionLimits).meta({ id: 'FunctionQuota' })
export type FunctionQuota = z.infer<typeof FunctionQuota>

export const SpaceQuota = z
  .strictObject({
    ...functionLimits,
    functions: limit('Functions of the space'),
    versions: limit('Versions that a function keeps'),
    aliases: limit('Aliases of a function'),
    triggers: limit('Triggers of a function'),
  })
  .meta({ id: 'SpaceQuota' })
export type SpaceQuota = z.infer<typeof SpaceQuota>

export const QuotaUse = z
  .object({
    used: z.number(),
    limit: z.number().int(),
    resetsAt: Timestamp.nullable().meta({ description: 'When it counts from 0 again; null: it does not' }),
  })
  .meta({ id: 'QuotaUse' })
export type QuotaUse = z.infer<typeof QuotaUse>

export const Suspension = z
  .object({
    id: Uuid,
    /** Null: of the whole space. */
    function: z.string().nullable().meta({ description: 'null: the whole space' }),
    limit: z.enum(WINDOWED_LIMITS),
    allowed: z.number().int().meta({ description: 'The limit that was used up' }),
    since: Timestamp,
    resumesAt: Timestamp.meta({ description: 'When the clock lifts it' }),
    resumedAt: Timestamp.nullable().meta({ description: 'When it ended; null: it has not' }),
    resumedBy: z.string().nullable().meta({ description: 'Who ended it; `clock`: the next window began' }),
  })
  .meta({ id: 'Suspension' })
export type Suspension = z.infer<typeof Suspension>

const state = {
  used: z.partialRecord(z.enum(QUOTA_LIMITS), QuotaUse).meta({ description: 'Of each limit that is set' }),
  suspension: Suspension.nullable(),
}
export const FunctionQuotaState = FunctionQuota.extend(state).meta({ id: 'FunctionQuotaState' })
export type FunctionQuotaState = z.infer<typeof FunctionQuotaState>
export const SpaceQuotaState = SpaceQuota.extend(state).meta({ id: 'SpaceQuotaState' })
export type SpaceQuotaState = z.infer<typeof SpaceQuotaState>

export const Resume = z
  .strictObject({
    more: z.number().int().min(1).max(MOST).optional().meta({
      description: 'How much more may be used until the window ends, executions or GB-seconds; left out: no limit',
    }),
  })
  .meta({ id: 'Resume' })
export type Resume = z.infer<typeof Resume>

export const SuspensionQuery = PageQuery
export const SuspensionList = pageOf(Suspension).meta({ id: 'SuspensionList' })
