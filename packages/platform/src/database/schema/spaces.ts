import {
  DEFAULT_EGRESS,
  DEFAULT_RETENTION,
  DEFAULT_SPAN_SAMPLING,
  LIMITS,
  type Egress,
  type Retention,
  type SpaceQuota,
  type SpanSampling,
} from '@alcove/contract'
import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

export const spaces = pgTable('spaces', {
  id: uuid().primaryKey(),
  /** A space in the trash has another name, so that nothing finds it by its own. */
  name: text().notNull().unique('spaces_name'),
  visibility: text({ enum: ['private', 'public'] }).notNull(),
  description: text().notNull(),
  requireIsolation: boolean('require_isolation').notNull(),
  egress: jsonb().$type<Egress>().notNull().default(DEFAULT_EGRESS),
  storageMb: integer('storage_mb').notNull().default(LIMITS.storageMb.default),
  objectStorageMb: integer('object_storage_mb').notNull().default(LIMITS.objectStorageMb.default),
  retention: jsonb().$type<Retention>().notNull().default(DEFAULT_RETENTION),
  spanSampling: jsonb('span_sampling').$type<SpanSampling>().notNull().default(DEFAULT_SPAN_SAMPLING),
  /** Null: nothing is limited. */
  quota: jsonb().$type<SpaceQuota>(),
  /** Raised to make every server forget that a quota is used up. */
  quotaEpoch: integer('quota_epoch').notNull().default(0),
  /** Set while it is in the trash. */
  trashedAt: time('trashed_at'),
  trashedBy: text('trashed_by'),
  /** Its name before. */
  trashedName: text('trashed_name'),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
})
