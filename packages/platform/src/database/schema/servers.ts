import { SERVER_LOG_LEVELS, type ServerFacts } from '@alcove/contract'
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** Servers that run on this database, and what each last said of itself. */
export const servers = pgTable('servers', {
  /** New at each start. */
  id: uuid().primaryKey(),
  host: text().notNull(),
  version: text().notNull(),
  startedAt: time('started_at').notNull().defaultNow(),
  /** By the clock of the database, which all servers share. */
  seenAt: time('seen_at').notNull().defaultNow(),
  facts: jsonb().$type<ServerFacts>().notNull(),
})

/** What servers logged in the last days. bff/src/process/server-log.ts stores at most a few a second. */
export const serverLines = pgTable('server_lines', {
  id: uuid().primaryKey(),
  server: text().notNull(),
  time: time('time').notNull(),
  level: text({ enum: SERVER_LOG_LEVELS }).notNull(),
  message: text().notNull(),
  fields: text().notNull(),
})
