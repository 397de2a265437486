import { QUOTA_PARTS, WINDOWED_LIMITS, type CallQuota } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/*
 * A scope is a space or a function, by its id. Counters and slots have no foreign key: what is left of a deleted function
 * goes with its window.
 */

/** What was used of a limit in one window: executions granted to servers, or megabyte-milliseconds. */
export const quotaCounters = pgTable(
  'quota_counters',
  {
    scopeId: uuid('scope_id').notNull(),
    limit: text({ enum: WINDOWED_LIMITS }).notNull(),
    startsAt: time('starts_at').notNull(),
    used: bigint({ mode: 'number' }).notNull().default(0),
    /** What lifting a suspension allowed on top of the limit; null: without limit. */
    extra: bigint({ mode: 'number' }).default(0),
    warned: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.scopeId, table.limit, table.startsAt] }),
    index('quota_counters_window').on(table.startsAt),
  ],
)

/** How many calls a server may run at the same time, until its lease ends. */
export const quotaSlots = pgTable(
  'quota_slots',
  {
    scopeId: uuid('scope_id').notNull(),
    server: uuid().notNull(),
    slots: integer().notNull(),
    until: time('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.server] }), index('quota_slots_server').on(table.server)],
)

/** Limits of calls that come by one trigger, route or key, or of all calls. Those of spaces and functions stand with them. */
export const callQuotas = pgTable('call_quotas', {
  /** The id of the trigger, route or key; NO_SCOPE for the installation. */
  scopeId: uuid('scope_id').primaryKey(),
  kind: text({ enum: QUOTA_PARTS }).notNull(),
  quota: jsonb().$type<CallQuota>().notNull(),
  /** Raised to make every server forget that it is used up. */
  epoch: integer().notNull().default(0),
})

export const suspensions = pgTable(
  'suspensions',
  {
    id: uuid().primaryKey(),
    /** The id of the space, function, trigger, route, key or installation. */
    scopeId: uuid('scope_id').notNull(),
    /** Null: of a key or of all of Alcove. */
    spaceId: uuid('space_id').references(() => spaces.id, { onDelete: 'cascade' }),
    partKind: text('part_kind', { enum: QUOTA_PARTS }),
    partName: text('part_name'),
    /** Null: of the whole space. The history of a deleted function stays. */
    functionId: uuid('function_id'),
    function: text(),
    limit: text({ enum: WINDOWED_LIMITS }).notNull(),
    allowed: doublePrecision().notNull(),
    startsAt: time('starts_at').notNull(),
    since: time('since').notNull(),
    resumesAt: time('resumes_at').notNull(),
    resumedAt: time('resumed_at'),
    resumedBy: text('resumed_by'),
    /** Calls that it refused. */
    refused: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [
    uniqueIndex('suspensions_open')
      .on(table.scopeId, table.limit, table.startsAt)
      .where(sql`${table.resumedAt} is null`),
    index('suspensions_scope').on(table.scopeId, table.limit, table.resumesAt),
    index('suspensions_space').on(table.spaceId, table.id),
    index('suspensions_due')
      .on(table.resumesAt)
      .where(sql`${table.resumedAt} is null`),
  ],
)
