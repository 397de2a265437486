import { doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

const spaceId = () =>
  uuid('space_id')
    .notNull()
    .references(() => spaces.id, { onDelete: 'cascade' })

export const budgets = pgTable('budgets', {
  spaceId: spaceId().primaryKey(),
  amount: doublePrecision().notNull(),
  /** Percentages, in order. */
  warnAt: jsonb('warn_at').$type<number[]>().notNull(),
  webhookUrl: text('webhook_url'),
  /** The secret that the webhook is signed with. */
  webhookSealed: text('webhook_sealed'),
  updatedAt: time('updated_at').notNull(),
})

/** A percentage of a budget that a month reached. The index makes it happen once, however many servers see it. */
export const budgetsReached = pgTable(
  'budgets_reached',
  {
    /** Also the id of the webhook's message. */
    id: uuid().primaryKey(),
    spaceId: spaceId(),
    month: time('month').notNull(),
    percent: integer().notNull(),
    amount: doublePrecision().notNull(),
    cost: doublePrecision().notNull(),
    currency: text().notNull(),
    at: time('at').notNull(),
    /** Null: the budget had no webhook. */
    webhook: text({ enum: ['waiting', 'received', 'failed'] }),
    webhookReason: text('webhook_reason'),
  },
  (table) => [
    uniqueIndex('budgets_reached_once').on(table.spaceId, table.month, table.percent),
    index('budgets_reached_at').on(table.at),
  ],
)
