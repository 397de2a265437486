import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Etag, Moment, Timestamp } from './names.ts'

/** What a statement can be broken down by. */
export const STATEMENT_BY = ['function', 'version', 'alias', 'trigger', 'caller', 'space'] as const
export type StatementBy = (typeof STATEMENT_BY)[number]

export const USAGE_BY = [...STATEMENT_BY, 'day', 'hour', 'functionDay'] as const
export type UsageBy = (typeof USAGE_BY)[number]

export const UsageQuery = z.strictObject({
  from: Moment.optional().meta({ description: 'Default: the start of the month of `to`. Usage is kept by the hour' }),
  to: Moment.optional().meta({ description: 'Default: now' }),
  by: z.enum(USAGE_BY).default('function'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type UsageQuery = z.infer<typeof UsageQuery>

const amounts = {
  calls: z.number().int().meta({ description: 'Calls that started: refused ones cost nothing' }),
  billedMs: z.number().int(),
  mbMs: z.number().int().meta({ description: 'Memory in MB times billed milliseconds, summed: exact' }),
  gbSeconds: z.number(),
  bytesIn: z.number().int(),
  bytesOut: z.number().int(),
  cost: z.number().nullable().meta({ description: 'Before the free tier; null: there is no price list' }),
  costPerMillion: z
    .number()
    .nullable()
    .meta({ description: 'Of a million such calls, from the exact cost; null: no calls, or no price list' }),
}

export const UsageRow = z
  .object({
    key: z.string().meta({ description: 'What `by` asks for: a name, a version or a time; of `functionDay` the day' }),
    function: z.string().nullable().meta({ description: 'Of versions, aliases, triggers and days of a function' }),
    ...amounts,
  })
  .meta({ id: 'UsageRow' })
export type UsageRow = z.infer<typeof UsageRow>

export const Usage = z
  .object({
    from: Timestamp,
    to: Timestamp,
    by: z.enum(USAGE_BY),
    currency: z.string().nullable(),
    items: z.array(UsageRow).meta({ description: 'The largest cost first; times in order' }),
    total: z.object(amounts),
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>

const price = z.number().min(0).max(LIMITS.money)

const prices = {
  currency: z.string().regex(/^[A-Z]{3}$/, 'Must be three capital letters, such as EUR (ISO 4217)'),
  perMillionCalls: price,
  perGbSecond: price,
  perGbOut: price.default(0).meta({ description: 'Per GB (10⁹ bytes) that functions answer' }),
  perGbMonth: price
    .default(0)
    .meta({ description: 'Per GB (10⁹ bytes) of code, objects and logs, kept for 730 hours' }),
  freeCalls: z.number().int().min(0).max(1e12).default(0).meta({ description: 'Of each space and month' }),
  freeGbSeconds: z.number().int().min(0).max(1e12).default(0).meta({ description: 'Of each space and month' }),
}

export const PutPrices = z.strictObject(prices).meta({ id: 'PutPrices' })
export type PutPrices = z.infer<typeof PutPrices>

export const PriceList = z.object({ ...prices, validFrom: Timestamp, setBy: z.string() }).meta({ id: 'PriceList' })
export type PriceList = z.infer<typeof PriceList>

export const Prices = z
  .object({
    current: PriceList.nullable(),
    history: z.array(PriceList).meta({ description: 'Newest first. What was used is paid by the list of its hour' }),
    etag: Etag,
  })
  .meta({ id: 'Prices' })
export type Prices = z.infer<typeof Prices>

export const StatementQuery = z.strictObject({
  by: z.enum(STATEMENT_BY).default('function'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type StatementQuery = z.infer<typeof StatementQuery>

export const MonthText = z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'Must be a month such as 2026-11')

export const STATEMENT_LINES = ['calls', 'compute', 'egress', 'storage', 'freeCalls', 'freeCompute'] as const

export const StatementLine = z
  .object({
    kind: z.enum(STATEMENT_LINES),
    function: z.string().nullable().meta({ description: 'Of versions, aliases and triggers' }),
    key: z.string().nullable().meta({ description: 'What `by` asks for; null: of the whole space' }),
    quantity: z.number(),
    unit: z.enum(['calls', 'GB-seconds', 'GB', 'GB-months']),
    unitPrice: z.number().nullable().meta({ description: 'null: it changed within the month' }),
    cost: z.number().meta({ description: 'What the free tier takes off is negative' }),
  })
  .meta({ id: 'StatementLine' })
export type StatementLine = z.infer<typeof StatementLine>

export const Forecast = z
  .object({ cost: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Forecast', description: 'Of the whole month; in eight months of ten it ends between low and high' })
export type Forecast = z.infer<typeof Forecast>

export const Statement = z
  .object({
    space: z.string(),
    month: z.string(),
    by: z.enum(STATEMENT_BY),
    from: Timestamp,
    to: Timestamp.meta({ description: 'The end of the month, or now' }),
    final: z.boolean().meta({ description: 'Whether the month is over' }),
    currency: z.string().nullable(),
    lines: z.array(StatementLine),
    total: z.number().nullable(),
    days: z
      .array(z.object({ day: z.string(), total: z.number() }))
      .meta({ description: 'The total after each day that has begun' }),
    forecast: Forecast.nullable().meta({ description: 'After three whole days of the month' }),
  })
  .meta({ id: 'Statement' })
export type Statement = z.infer<typeof Statement>
