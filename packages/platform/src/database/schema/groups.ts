import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { time } from './time.ts'

/** Accounts that are granted access together. */
export const groups = pgTable('groups', {
  id: uuid().primaryKey(),
  name: text().notNull().unique('groups_name'),
  description: text().notNull().default(''),
  /** The value of a provider's claim that fills it; null: filled by hand. */
  claim: text(),
  createdAt: time('created_at').notNull().defaultNow(),
})

export const groupMembers = pgTable(
  'group_members',
  {
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.accountId] }),
    index('group_members_account').on(table.accountId),
  ],
)
