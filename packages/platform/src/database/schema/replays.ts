import type { ReplayCall, ReplayVerdict } from '@alcove/contract'
import { index, integer, json, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { backgroundActions } from './background.ts'
import { functions } from './functions.ts'

/** Recorded calls that are run again. The background action of the same id does it, and is forgotten with it. */
export const replays = pgTable(
  'replays',
  {
    id: uuid()
      .primaryKey()
      .references(() => backgroundActions.id, { onDelete: 'cascade' }),
    functionId: uuid('function_id')
      .notNull()
      .references(() => functions.id, { onDelete: 'cascade' }),
    qualifier: text().notNull(),
    /** What the qualifier meant when it began. Null: the draft. */
    version: integer(),
    outgoing: text({ enum: ['blocked', 'allowed'] }).notNull(),
    ignore: jsonb().$type<string[]>().notNull(),
  },
  (table) => [index('replays_function').on(table.functionId, table.id)],
)

export const replayCalls = pgTable(
  'replay_calls',
  {
    replayId: uuid('replay_id')
      .notNull()
      .references(() => replays.id, { onDelete: 'cascade' }),
    place: integer().notNull(),
    recorded: jsonb().$type<ReplayCall['recorded']>().notNull(),
    verdict: text().$type<ReplayVerdict>().notNull(),
    reason: text(),
    replayed: jsonb().$type<ReplayCall['replayed']>(),
    /** Not jsonb: values may hold what it cannot. */
    diffs: json().$type<ReplayCall['diffs']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.replayId, table.place] })],
)
