import type { BoardChart } from '@alcove/contract'
import { jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** Charts that people of a space share. */
export const boards = pgTable(
  'boards',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    charts: jsonb().$type<BoardChart[]>().notNull(),
    /** A new one with each change. */
    etag: uuid().notNull(),
    updatedBy: text('updated_by').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.name] })],
)
