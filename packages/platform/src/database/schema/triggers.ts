import {
  FIRING_CAUSES,
  FIRING_OUTCOMES,
  LOG_LEVELS,
  SKIP_REASONS,
  type TriggerConfig,
  type TriggerPause,
  type TriggerType,
} from '@alcove/contract'
import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { time } from './time.ts'

export const triggers = pgTable(
  'triggers',
  {
    id: uuid().primaryKey(),
    functionId: uuid('function_id')
      .notNull()
      .references(() => functions.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    type: text().$type<TriggerType>().notNull(),
    qualifier: text().notNull(),
    enabled: boolean().notNull(),
    /** Why Alcove paused it. A person who pauses or resumes it clears this. */
    pausedBy: jsonb('paused_by').$type<TriggerPause>(),
    config: jsonb().$type<TriggerConfig>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('triggers_name').on(table.functionId, table.name)],
)

/** Each occasion on which a trigger started its function, or did not and why. */
export const firings = pgTable(
  'firings',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    /** No foreign key: a trigger in the trash keeps its history. Whoever deletes one deletes its firings. */
    triggerId: uuid('trigger_id').notNull(),
    cause: text({ enum: FIRING_CAUSES }).notNull(),
    outcome: text({ enum: FIRING_OUTCOMES }).notNull(),
    reason: text({ enum: SKIP_REASONS }),
    detail: text(),
    /** When it was scheduled for, if it was. */
    dueAt: time('due_at'),
    at: time('at').notNull(),
    /** When that happened which it reacts to: an event, a line. */
    occurredAt: time('occurred_at'),
    /** No foreign key: events are forgotten earlier. */
    eventId: uuid('event_id'),
    /** Ticks that this row stands for: a long downtime is not a row per tick. */
    ticks: integer().notNull().default(1),
    /** No foreign key: tasks are forgotten earlier. */
    taskId: uuid('task_id'),
  },
  (table) => [
    index('firings_trigger').on(table.triggerId, table.id),
    index('firings_event')
      .on(table.eventId)
      .where(sql`${table.eventId} is not null`),
    // One tick is one firing, whichever of several servers gets to it.
    uniqueIndex('firings_tick')
      .on(table.triggerId, table.dueAt)
      .where(sql`cause in ('source', 'catchUp')`),
  ],
)

/** What the clock knows of a timer. */
export const timers = pgTable(
  'timers',
  {
    triggerId: uuid('trigger_id')
      .primaryKey()
      .references(() => triggers.id, { onDelete: 'cascade' }),
    /** Every tick up to this one has a firing. */
    decidedUntil: time('decided_until').notNull(),
    /** When the clock looks at it next; null: never. */
    checkAt: time('check_at'),
    /** A tick that waits for the run before it to end. */
    queuedAt: time('queued_at'),
    /** When somebody last saved it: earlier failures do not pause it. */
    armedAt: time('armed_at').notNull(),
  },
  (table) => [index('timers_check').on(table.checkAt)],
)

/**
 * Lines on their way to log triggers. The recorder writes them with the lines themselves; they go in the transaction that
 * makes a task of them.
 */
export const logFeed = pgTable(
  'log_feed',
  {
    triggerId: uuid('trigger_id')
      .notNull()
      .references(() => triggers.id, { onDelete: 'cascade' }),
    /** That of the line. */
    id: uuid().notNull(),
    /** Whose line it is. */
    functionId: uuid('function_id').notNull(),
    invocationId: uuid('invocation_id').notNull(),
    time: time('time').notNull(),
    level: text({ enum: LOG_LEVELS }).notNull(),
    message: text().notNull(),
    /** The trace of the call that wrote it. */
    traceId: text('trace_id').notNull(),
    hops: integer().notNull(),
    lineage: text(),
    fedAt: time('fed_at').notNull().defaultNow(),
    /** Whether it is for the trigger; null: nobody has looked yet. */
    matched: boolean(),
  },
  (table) => [primaryKey({ columns: [table.triggerId, table.id] }), index('log_feed_function').on(table.functionId)],
)
