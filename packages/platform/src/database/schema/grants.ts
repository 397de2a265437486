import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { functions } from './functions.ts'
import { groups } from './groups.ts'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** A role in a space, for an account or a group; on all of it or on one function; for ever or until a moment. */
export const grants = pgTable(
  'grants',
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    accountId: text('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    groupId: uuid('group_id').references(() => groups.id, { onDelete: 'cascade' }),
    functionId: uuid('function_id').references(() => functions.id, { onDelete: 'cascade' }),
    role: text({ enum: ['viewer', 'invoker', 'developer', 'admin'] }).notNull(),
    expiresAt: time('expires_at'),
    grantedBy: text('granted_by'),
    grantedAt: time('granted_at').notNull().defaultNow(),
  },
  (table) => [
    unique('grants_subject').on(table.spaceId, table.accountId, table.groupId, table.functionId).nullsNotDistinct(),
    check('grants_one_subject', sql`num_nonnulls(${table.accountId}, ${table.groupId}) = 1`),
    index('grants_account').on(table.accountId),
    index('grants_group').on(table.groupId),
    index('grants_function').on(table.functionId),
  ],
)
