import { ISSUE_STATUSES } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { time } from './time.ts'

/** Failures of one function that look alike. Written with the records, so its counts are exact. */
export const issues = pgTable(
  'issues',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id')
      .notNull()
      .references(() => functions.id, { onDelete: 'cascade' }),
    fingerprint: text().notNull(),
    status: text({ enum: ISSUE_STATUSES }).notNull().default('open'),
    type: text().notNull(),
    message: text().notNull(),
    frames: text().array().notNull(),
    count: integer().notNull(),
    firstSeen: time('first_seen').notNull(),
    lastSeen: time('last_seen').notNull(),
    versions: integer().array().notNull(),
    triggers: text().array().notNull(),
    /** Hashes, at most 100. */
    callers: text().array().notNull(),
    /** Ids of invocations, the newest first. */
    latest: uuid().array().notNull(),
    assignee: text(),
    resolvedIn: integer('resolved_in'),
    /** While ignored: a failure from then on reopens it. */
    ignoredUntil: time('ignored_until'),
    /** While ignored: it reopens when it has this count. */
    ignoredToCount: integer('ignored_to_count'),
    reopenedAt: time('reopened_at'),
    changedBy: text('changed_by'),
    changedAt: time('changed_at'),
    /** Whether the bus knows that it opened, or last came back. */
    announced: boolean().notNull().default(false),
  },
  (table) => [
    unique('issues_fingerprint').on(table.functionId, table.fingerprint),
    index('issues_space').on(table.spaceId, table.lastSeen),
    index('issues_unannounced')
      .on(table.id)
      .where(sql`not ${table.announced}`),
  ],
)

export const issueHours = pgTable(
  'issue_hours',
  {
    issueId: uuid('issue_id')
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    hour: time('hour').notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.issueId, table.hour] })],
)
