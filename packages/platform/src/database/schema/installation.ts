import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text, uuid } from 'drizzle-orm/pg-core'

/** One row: what all servers on this database have in common. */
export const installation = pgTable(
  'installation',
  {
    only: boolean().primaryKey().default(true),
    id: uuid().notNull(),
    /** The folders carry the id too. Until then the first start is under way. */
    settled: boolean().notNull().default(false),
    /** The strongest that functions have run with; null: none that keeps them apart. */
    isolation: text({ enum: ['oci'] }),
  },
  (table) => [check('installation_only', sql`${table.only}`)],
)
