import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: text('actor_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    /** The sealed answer: it may contain a new API key. */
    answer: text().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.key] }), index('idempotency_keys_age').on(table.createdAt)],
)

/** Audit entries outlive their subjects: they have no foreign keys and keep the names of the time. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: uuid().primaryKey(),
    at: time('at').notNull().defaultNow(),
    actorId: text('actor_id').notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    spaceId: uuid('space_id'),
    space: text(),
    target: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [index('audit_entries_space').on(table.spaceId, table.id)],
)
