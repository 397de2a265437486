import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** The debug session of each developer, on whichever server it runs. */
export const debugSessions = pgTable('debug_sessions', {
  /** The account; of the installation's keys each one. */
  developer: text().primaryKey(),
  session: uuid().notNull(),
  /** Of a server that was killed, the row stays until then. */
  endsAt: time('ends_at').notNull(),
})
