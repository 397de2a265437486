import { BACKGROUND_STATES, type BackgroundKind } from '@alcove/contract'
import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** Work on many things in steps, done by a job that has the same id as its key. */
export const backgroundActions = pgTable(
  'background_actions',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    kind: text().$type<BackgroundKind>().notNull(),
    state: text({ enum: BACKGROUND_STATES }).notNull().default('running'),
    total: integer().notNull(),
    done: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    stopping: boolean().notNull().default(false),
    /** What it was asked to do, as it is shown. */
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Where the next step continues; null: at the beginning. */
    position: text(),
    startedBy: text('started_by').notNull(),
    startedAt: time('started_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
    error: text(),
  },
  (table) => [index('background_actions_space').on(table.spaceId, table.id)],
)
