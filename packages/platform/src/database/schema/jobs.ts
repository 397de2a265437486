import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** Work that one server at a time does. A row is deleted when its job ends; the code that queued it keeps the outcome. */
export const jobs = pgTable(
  'jobs',
  {
    kind: text().notNull(),
    /** What the job is about. A kind has one job per key at a time. */
    key: text().notNull(),
    /** Whose job it is: spaces take turns. */
    spaceId: uuid('space_id'),
    payload: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    runAt: time('run_at').notNull().defaultNow(),
    /** Attempts begun, the running one included. */
    attempts: integer().notNull().default(0),
    lastError: text('last_error'),
    /** The server that runs it, until `leaseUntil`; null while it waits. */
    owner: text(),
    leaseUntil: time('lease_until'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] }), index('jobs_due').on(table.kind, table.runAt)],
)
