import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text, uuid } from 'drizzle-orm/pg-core'

/** One row: what all servers on this database share. */
export const installation = pgTable(
  'installation',
  {
    only: boolean().primaryKey().default(true),
    id: uuid().notNull(),
    /** Whether both folders carry the id too. False while the first start is under way. */
    settled: boolean().notNull().default(false),
    /** The strongest isolation that functions have run with; null when none isolated them. */
    isolation: text({ enum: ['oci'] }),
  },
  (table) => [check('installation_only', sql`${table.only}`)],
)
