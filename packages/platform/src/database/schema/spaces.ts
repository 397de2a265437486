import { DEFAULT_EGRESS, LIMITS, type Egress } from '@alcove/contract'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { time } from './time.ts'

export const spaces = pgTable('spaces', {
  id: uuid().primaryKey(),
  name: text().notNull().unique('spaces_name'),
  visibility: text({ enum: ['private', 'public'] }).notNull(),
  description: text().notNull(),
  requireIsolation: boolean('require_isolation').notNull(),
  egress: jsonb().$type<Egress>().notNull().default(DEFAULT_EGRESS),
  storageMb: integer('storage_mb').notNull().default(LIMITS.storageMb.default),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
})

export const grants = pgTable(
  'grants',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    role: text({ enum: ['viewer', 'invoker', 'developer', 'admin'] }).notNull(),
    grantedBy: text('granted_by'),
    grantedAt: time('granted_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.accountId] }), index('grants_account').on(table.accountId)],
)
