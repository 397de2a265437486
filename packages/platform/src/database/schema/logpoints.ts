import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { time } from './time.ts'

/** Log lines that developers add to running versions. Part of the routes while they are active. */
export const logpoints = pgTable(
  'logpoints',
  {
    id: uuid().primaryKey(),
    functionId: uuid('function_id')
      .notNull()
      .references(() => functions.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    expression: text().notNull(),
    condition: text(),
    hits: integer().notNull().default(0),
    maxHits: integer('max_hits').notNull(),
    expiresAt: time('expires_at').notNull(),
    /** Why it ended before its time. */
    ending: text({ enum: ['hits', 'cost', 'removed'] }),
    problem: text(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [index('logpoints_function').on(table.functionId, table.id)],
)
