import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Moment, Name, Timestamp } from './names.ts'

/** Limits whose windows are as long as the hours that usage is kept by, or longer. */
export const WHAT_IF_LIMITS = [
  'executionsPerDay',
  'executionsPerMonth',
  'gbSecondsPerDay',
  'gbSecondsPerMonth',
  'egressMbPerDay',
  'egressMbPerMonth',
  'spendPerMonth',
] as const
export type WhatIfLimit = (typeof WHAT_IF_LIMITS)[number]

const price = z.number().min(0).max(LIMITS.money).optional()

export const WhatIfQuestion = z
  .strictObject({
    from: Moment.optional().meta({ description: 'Default: 30 days before `to`' }),
    to: Moment.optional().meta({ description: 'Default: now' }),
    function: Name.optional().meta({ description: 'Whose memory and quota are asked about; left out: the space' }),
    memoryMb: z.number().int().min(LIMITS.memoryMb.min).max(LIMITS.memoryMb.max).optional().meta({
      description: 'Another memory size of the function',
    }),
    prices: z
      .strictObject({ perMillionCalls: price, perGbSecond: price, perGbOut: price })
      .default({})
      .meta({ description: 'Other prices for all of the range; left out: those that held' }),
    callsPercent: z
      .number()
      .min(0)
      .max(10_000)
      .default(100)
      .meta({ description: 'So many calls of what was recorded' }),
    quota: z
      .strictObject(
        Object.fromEntries(WHAT_IF_LIMITS.map((limit) => [limit, z.number().positive().max(1e9).optional()])) as {
          [Limit in WhatIfLimit]: z.ZodOptional<z.ZodNumber>
        },
      )
      .default({})
      .meta({ description: 'Other limits of the function, or of the space' }),
  })
  .refine(({ memoryMb, function: fn }) => memoryMb === undefined || fn !== undefined, {
    path: ['memoryMb'],
    message: 'Name the function whose memory it is',
  })
  .meta({ id: 'WhatIfQuestion' })
export type WhatIfQuestion = z.infer<typeof WhatIfQuestion>

const costs = z.object({ now: z.number(), changed: z.number() })

export const WhatIfSize = z
  .object({
    memoryMb: z.number().int(),
    current: z.boolean().meta({ description: 'Of the present draft' }),
    durationFactor: z.number().meta({ description: 'Expected duration over the recorded one' }),
    p95Ms: z.number().nullable(),
    fits: z.boolean().meta({ description: 'Whether the most memory that was measured fits' }),
    cost: z.number().meta({ description: 'Of the range, before the free tier' }),
    perMillionCalls: z.number().nullable().meta({ description: 'null: there were no calls' }),
  })
  .meta({ id: 'WhatIfSize' })
export type WhatIfSize = z.infer<typeof WhatIfSize>

export const WhatIfAnswer = z
  .object({
    from: Timestamp,
    to: Timestamp,
    currency: z.string().nullable().meta({ description: 'null: there are no prices, and costs are 0' }),
    calls: z.number().meta({ description: 'Recorded, of the function or the space' }),
    evidence: z
      .object({
        memoryMb: z.number().meta({ description: 'What the calls ran with, on average' }),
        coresUsed: z
          .number()
          .nullable()
          .meta({ description: 'The 95th percentile; null: not measured, so durations are taken not to change' }),
        peakMemoryMb: z.number().nullable(),
        p95Ms: z.number().nullable(),
      })
      .nullable()
      .meta({ description: 'Of the function; null: none is asked about' }),
    sizes: z.array(WhatIfSize).meta({ description: 'Of the function' }),
    function: costs.nullable().meta({ description: 'Before the free tier; null: none is asked about' }),
    space: costs.meta({ description: 'All of the space, before the free tier and without storage' }),
    quotas: z.array(
      z.object({
        limit: z.enum(WHAT_IF_LIMITS),
        allowed: z.number(),
        most: z.number().meta({ description: 'The most that a day or month used' }),
        suspensions: z.number().int().meta({ description: 'Days or months in which it would have been used up' }),
        refusedCalls: z.number().meta({ description: 'About, as calls of an hour are taken to be spread evenly' }),
        first: Timestamp.nullable().meta({ description: 'The hour in which it would have been used up first' }),
      }),
    ),
  })
  .meta({ id: 'WhatIfAnswer' })
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>
