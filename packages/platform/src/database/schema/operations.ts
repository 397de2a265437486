import { bigint, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
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

/**
 * Audit entries outlive their subjects: they have no foreign keys and keep the names of the time. A database trigger
 * refuses to change or delete one (migrations/*_audit-chain.sql).
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: uuid().primaryKey(),
    at: time('at').notNull().defaultNow(),
    actorId: text('actor_id').notNull(),
    actor: text().notNull(),
    /** The account behind a session or key. */
    accountId: text('account_id'),
    sessionId: text('session_id'),
    /** Where the request came from. */
    address: text(),
    outcome: text({ enum: ['done', 'denied'] })
      .notNull()
      .default('done'),
    action: text().notNull(),
    spaceId: uuid('space_id'),
    space: text(),
    target: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    requestId: text('request_id').notNull(),
    /** The place in the chain, without gaps; null: from before there was one. See kernel/audit/seal.ts. */
    seq: bigint({ mode: 'number' }),
    hash: text(),
  },
  (table) => [
    unique('audit_entries_seq').on(table.seq),
    index('audit_entries_space').on(table.spaceId, table.id),
    index('audit_entries_account').on(table.accountId, table.id),
  ],
)
