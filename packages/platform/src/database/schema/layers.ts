import type { Runtime } from '@alcove/contract'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

export const layers = pgTable(
  'layers',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The number of the latest version. Only grows. */
    lastVersion: integer('last_version').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [unique('layers_name').on(table.spaceId, table.name)],
)

export const layerVersions = pgTable(
  'layer_versions',
  {
    layerId: uuid('layer_id')
      .notNull()
      .references(() => layers.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    description: text().notNull(),
    /** Empty means every runtime. */
    compatibleRuntimes: jsonb('compatible_runtimes').$type<Runtime[]>().notNull(),
    codeHash: text('code_hash').notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: text('created_by'),
  },
  (table) => [primaryKey({ columns: [table.layerId, table.number] }), index('layer_versions_code').on(table.codeHash)],
)
