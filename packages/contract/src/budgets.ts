import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { Etag, Timestamp } from './names.ts'
import { WebhookUrl } from './webhooks.ts'

const Percent = z.number().int().min(1).max(200)

/** Percentages of the amount. */
export const DEFAULT_WARN_AT = [50, 80, 100]

const budget = {
  amount: z
    .number()
    .min(0.01)
    .max(LIMITS.money)
    .meta({ description: 'What the space should cost at most in a UTC month, in the currency of the price list' }),
  warnAt: z
    .array(Percent)
    .min(1)
    .max(10)
    .refine((percents) => new Set(percents).size === percents.length, 'Must not name a percentage twice')
    .default(DEFAULT_WARN_AT)
    .meta({ description: 'Percentages of the amount. Each is told of once a month, by event and webhook' }),
}

/** `newSecret`: have the webhook signed with a new secret from now on. A new URL always gets one. */
export const PutBudget = z
  .strictObject({
    ...budget,
    webhook: z.strictObject({ url: WebhookUrl, newSecret: z.boolean().optional() }).nullable().default(null),
  })
  .meta({ id: 'PutBudget' })
export type PutBudget = z.infer<typeof PutBudget>

export const BudgetReached = z
  .object({
    percent: z.number().int(),
    amount: z.number().meta({ description: 'The budget at that time' }),
    cost: z.number(),
    currency: z.string(),
    at: Timestamp,
    webhook: z
      .object({ state: z.enum(['waiting', 'received', 'failed']), reason: z.string().nullable() })
      .nullable()
      .meta({ description: 'null: the budget had none' }),
  })
  .meta({ id: 'BudgetReached' })
export type BudgetReached = z.infer<typeof BudgetReached>

export const Budget = z
  .object({
    ...budget,
    amount: budget.amount.nullable().meta({ description: 'null: the space has no budget' }),
    webhook: z.object({ url: z.string() }).nullable(),
    month: z.string().meta({ description: 'The present one, as in 2026-11' }),
    currency: z.string().nullable().meta({ description: 'null: there is no price list, and nothing costs anything' }),
    cost: z.number().meta({ description: 'Of the month so far, less what is free' }),
    reached: z.array(BudgetReached).meta({ description: 'Of the present month, in order' }),
    etag: Etag,
  })
  .meta({ id: 'Budget' })
export type Budget = z.infer<typeof Budget>

export const SavedBudget = Budget.extend({
  secret: z
    .string()
    .optional()
    .meta({ description: 'A new secret that the webhook is signed with. It is not shown again' }),
}).meta({ id: 'SavedBudget' })
export type SavedBudget = z.infer<typeof SavedBudget>
