import { SINK_DATASETS, SINK_TYPES } from '@alcove/contract'
import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** Where records of a space are delivered to. */
export const sinks = pgTable(
  'sinks',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    type: text({ enum: SINK_TYPES }).notNull(),
    datasets: text({ enum: SINK_DATASETS }).array().notNull(),
    config: jsonb().$type<Record<string, unknown>>().notNull(),
    sealed: text(),
    paused: boolean().notNull(),
    /** Paused by itself, after too many failures. */
    stopped: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    lastError: text('last_error'),
    lastErrorAt: time('last_error_at'),
    nextAttemptAt: time('next_attempt_at'),
    lastDeliveredAt: time('last_delivered_at'),
    changedBy: text('changed_by').notNull(),
    changedAt: time('changed_at').notNull(),
  },
  (table) => [unique('sinks_name').on(table.spaceId, table.name)],
)

/** How far a sink is. Everything up to `position` is delivered, but for what `sink_late` lists. */
export const sinkCursors = pgTable(
  'sink_cursors',
  {
    sinkId: uuid('sink_id')
      .notNull()
      .references(() => sinks.id, { onDelete: 'cascade' }),
    dataset: text({ enum: SINK_DATASETS }).notNull(),
    /** The id of the last record; of metrics the key of the last row. */
    position: text().notNull(),
    deliveredTo: time('delivered_to').notNull(),
    delivered: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.sinkId, table.dataset] })],
)

/**
 * Records that were stored so late that cursors may have passed them: written in the transaction that stores them, gone
 * when they are delivered. Lines are kept here whole, because they may be sealed meanwhile.
 */
export const sinkLate = pgTable(
  'sink_late',
  {
    sinkId: uuid('sink_id')
      .notNull()
      .references(() => sinks.id, { onDelete: 'cascade' }),
    dataset: text({ enum: SINK_DATASETS }).notNull(),
    id: text().notNull(),
    record: jsonb().$type<Record<string, unknown>>(),
  },
  (table) => [primaryKey({ columns: [table.sinkId, table.dataset, table.id] })],
)
