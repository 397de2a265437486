import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { time } from './time.ts'

/**
 * What was published in each space, until it is old. Like records they have no foreign keys: whoever publishes must not
 * wait for a space that is being deleted.
 */
export const events = pgTable(
  'events',
  {
    spaceId: uuid('space_id').notNull(),
    /** Ours; ids of CloudEvents belong to their source. */
    id: uuid().notNull(),
    eventId: text('event_id').notNull(),
    source: text().notNull(),
    type: text().notNull(),
    subject: text(),
    /** The CloudEvent as JSON. */
    event: text().notNull(),
    publisher: text().notNull(),
    /** The invocation that published it. */
    parentId: uuid('parent_id'),
    traceId: text('trace_id').notNull(),
    /** The hops of the calls that it starts. */
    hops: integer().notNull(),
    lineage: text(),
    receivedAt: time('received_at').notNull(),
    /** Triggers whose functions it started. Null: not matched yet. */
    started: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.id] }),
    index('events_waiting')
      .on(table.id)
      .where(sql`${table.started} is null`),
    index('events_received').on(table.receivedAt),
  ],
)

/** Digests of source and id: an event that comes again within a day is the same one. */
export const eventKeys = pgTable(
  'event_keys',
  {
    spaceId: uuid('space_id').notNull(),
    key: bytes().notNull(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.key] }), index('event_keys_at').on(table.at)],
)
