import { ROLES } from '@alcove/contract'
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/**
 * Requests to be let into a space. Requests for a space that does not exist are stored too, so that both look the same.
 */
export const accessRequests = pgTable(
  'access_requests',
  {
    id: uuid().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** As it was written. */
    space: text().notNull(),
    spaceId: uuid('space_id').references(() => spaces.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    function: text(),
    hours: integer(),
    reason: text().notNull(),
    state: text({ enum: ['pending', 'approved', 'declined'] })
      .notNull()
      .default('pending'),
    askedAt: time('asked_at').notNull(),
    decidedAt: time('decided_at'),
    decidedBy: text('decided_by'),
    answer: text(),
    expiresAt: time('expires_at'),
  },
  (table) => [
    unique('access_requests_account').on(table.accountId, table.space),
    index('access_requests_space').on(table.spaceId, table.state, table.id),
  ],
)
