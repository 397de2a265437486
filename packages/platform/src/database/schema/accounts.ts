import { boolean, index, integer, jsonb, pgTable, text, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Action } from '@alcove/contract'
import { time } from './time.ts'

/** better-auth's `user`. Property names are better-auth's. */
export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique('accounts_email'),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text(),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
  administrator: boolean().notNull().default(false),
  state: text({ enum: ['invited', 'active', 'suspended'] })
    .notNull()
    .default('active'),
  lastSeenAt: time('last_seen_at'),
})

/** better-auth's `session`. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    token: text().notNull().unique('sessions_token'),
    userId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    expiresAt: time('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_account').on(table.userId)],
)

/** better-auth's `account`: a way to sign in; here only the password. */
export const credentials = pgTable(
  'credentials',
  {
    id: text().primaryKey(),
    accountId: text('external_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text(),
    password: text(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('credentials_account').on(table.userId)],
)

/** better-auth's `verification`. */
export const verifications = pgTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: time('expires_at').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('verifications_identifier').on(table.identifier)],
)

/**
 * Passwords tried and not found right so far, by account, by address, and by both; and at which addresses an account
 * has signed in. See accounts/sign-in-limit.ts.
 */
export const signInAttempts = pgTable('sign_in_attempts', {
  key: text().primaryKey(),
  attempts: integer().notNull(),
  /** When it is forgotten. */
  endsAt: time('ends_at').notNull(),
})

/** One-time links. Without an account it is the set-up link of the first administrator. */
export const invitations = pgTable('invitations', {
  id: uuid().primaryKey(),
  tokenHash: text('token_hash').notNull().unique('invitations_token'),
  accountId: text('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
  /** The API key it was made with, if any, and the fingerprint of ALCOVE_ADMIN_API_KEY if that was: it ends with them. */
  makerId: uuid('maker_id').references((): AnyPgColumn => apiKeys.id, { onDelete: 'cascade' }),
  installationKey: text('installation_key'),
  expiresAt: time('expires_at').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
})

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    prefix: text().notNull(),
    hash: text().notNull().unique('api_keys_hash'),
    /** Null: made with the installation's own key, at first or second hand. */
    ownerId: text('owner_id').references(() => accounts.id, { onDelete: 'cascade' }),
    /** The key it was made with, if any: they go together. */
    makerId: uuid('maker_id').references((): AnyPgColumn => apiKeys.id, { onDelete: 'cascade' }),
    /** The fingerprint of the ALCOVE_ADMIN_API_KEY that it goes with, if it has no owner. */
    installationKey: text('installation_key'),
    /** Ids, so that a space that takes a freed name is not in reach. */
    spaces: jsonb().$type<string[] | '*'>().notNull(),
    actions: jsonb().$type<Action[] | '*'>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index('api_keys_owner').on(table.ownerId)],
)
