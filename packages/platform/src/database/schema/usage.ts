import { TRIGGER_KINDS } from '@alcove/contract'
import { bigint, boolean, doublePrecision, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

const count = (name: string) => bigint(name, { mode: 'number' }).notNull()

/** What usage is summed up by, and its sums. */
const usage = {
  spaceId: uuid('space_id')
    .notNull()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  hour: time('hour').notNull(),
  functionId: uuid('function_id').notNull(),
  function: text().notNull(),
  /** 0: the draft. */
  version: integer().notNull(),
  qualifier: text().notNull(),
  trigger: text({ enum: TRIGGER_KINDS }).notNull(),
  /** Empty: it has no name. */
  triggerName: text('trigger_name').notNull(),
  /** Accounts and keys by name; empty: others, whose names are theirs to choose. */
  caller: text().notNull(),
  calls: count('calls'),
  billedMs: count('billed_ms'),
  mbMs: count('mb_ms'),
  bytesIn: count('bytes_in'),
  bytesOut: count('bytes_out'),
}

/** What calls used that started in one hour. Written with their records; kept when those and the function are gone. */
export const usageHours = pgTable('usage_hours', usage, (table) => [
  primaryKey({
    columns: [
      table.spaceId,
      table.hour,
      table.functionId,
      table.version,
      table.qualifier,
      table.trigger,
      table.triggerName,
      table.caller,
    ],
  }),
])

/** The same by UTC day, stored under its first hour: statements read 24 times fewer rows. */
export const usageDays = pgTable('usage_days', usage, (table) => [
  primaryKey({
    columns: [
      table.spaceId,
      table.hour,
      table.functionId,
      table.version,
      table.qualifier,
      table.trigger,
      table.triggerName,
      table.caller,
    ],
  }),
])

/** What a space held in an hour, in bytes. */
export const storageHours = pgTable(
  'storage_hours',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    hour: time('hour').notNull(),
    code: count('code'),
    objects: count('objects'),
    logs: count('logs'),
    /** Files of functions, on all servers. */
    files: count('files').default(0),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.hour] })],
)

/** What the files of functions take on each server, as it last measured. */
export const spaceFiles = pgTable(
  'space_files',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    /** Its host and home: a server that starts again writes the same rows. */
    server: text().notNull(),
    bytes: count('bytes'),
    at: time('at').notNull(),
    /** It passed 80 % of the space's limit, and the warning was published. */
    warned: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.server] })],
)

export const priceLists = pgTable(
  'price_lists',
  {
    id: uuid().primaryKey(),
    validFrom: time('valid_from').notNull(),
    setBy: text('set_by').notNull(),
    currency: text().notNull(),
    perMillionCalls: doublePrecision('per_million_calls').notNull(),
    perGbSecond: doublePrecision('per_gb_second').notNull(),
    perGbOut: doublePrecision('per_gb_out').notNull(),
    perGbMonth: doublePrecision('per_gb_month').notNull(),
    freeCalls: count('free_calls'),
    freeGbSeconds: count('free_gb_seconds'),
  },
  (table) => [index('price_lists_valid').on(table.validFrom)],
)
