import { boolean, index, json, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/**
 * Functions that were deleted and can be restored. Their rows in other tables are gone, so nothing can reach or start
 * them; `rows` holds them, by table. Records of calls, tasks and firings have no foreign keys and stay where they are.
 */
export const trash = pgTable(
  'trash',
  {
    /** The function's. */
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    trashedAt: time('trashed_at').notNull(),
    trashedBy: text('trashed_by').notNull(),
    /** It was deleted with its space, and comes back with it. */
    withSpace: boolean('with_space').notNull(),
    /** As text: numbers and the order of names stay as they are. */
    rows: json().$type<Record<string, Record<string, unknown>[]>>().notNull(),
    /** Routes that led to it. */
    routeIds: uuid('route_ids').array().notNull(),
  },
  (table) => [index('trash_space').on(table.spaceId), index('trash_age').on(table.trashedAt)],
)

/** Spaces that were removed for good: each server deletes the files it holds of them. */
export const removedSpaces = pgTable('removed_spaces', {
  id: uuid().primaryKey(),
  removedAt: time('removed_at').notNull().defaultNow(),
})
