import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Action } from '@alcove/contract'
import { time } from './time.ts'

/** better-auth's `user`. Property names are better-auth's. */
export const accounts = pgTable(
  'accounts',
  {
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
    /** Whether signing in with the password also takes a code of an authenticator app. */
    twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
    /** The person's preferences for the console; null: those of the browser. */
    language: text(),
    theme: text({ enum: ['light', 'dark', 'system'] }),
    timeZone: text('time_zone'),
  },
  (table) => [
    // The order of the list of accounts.
    index('accounts_seen').on(sql`(${table.state} <> 'active')`, table.lastSeenAt.desc().nullsLast(), table.email),
  ],
)

/** better-auth's `twoFactor`: the secret of an authenticator app, and recovery codes, both encrypted. */
export const twoFactors = pgTable(
  'two_factors',
  {
    id: text().primaryKey(),
    secret: text().notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer('failed_verification_count').notNull().default(0),
    lockedUntil: time('locked_until'),
  },
  (table) => [index('two_factors_account').on(table.userId)],
)

/** better-auth's `passkey`. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text().primaryKey(),
    name: text(),
    publicKey: text('public_key').notNull(),
    userId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull().unique('passkeys_credential'),
    counter: integer().notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text(),
    createdAt: time('created_at'),
    aaguid: text(),
  },
  (table) => [index('passkeys_account').on(table.userId)],
)

/** OpenID providers that people sign in with. */
export const identityProviders = pgTable('identity_providers', {
  id: uuid().primaryKey(),
  name: text().notNull().unique('identity_providers_name'),
  label: text().notNull(),
  issuer: text().notNull(),
  clientId: text('client_id').notNull(),
  /** Sealed; null for a public client. */
  clientSecret: text('client_secret'),
  scopes: text().notNull(),
  /** The claim with the groups of a person; null: groups are filled by hand. */
  groupsClaim: text('groups_claim'),
  /** Whether a person's first sign-in creates an account. */
  createsAccounts: boolean('creates_accounts').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
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
    /** How it began: password, totp, recovery, passkey, or `provider:` and a name. */
    method: text(),
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
 * Counts of wrong passwords per account, per address and per pair of both; and the addresses at which an account has
 * signed in. See accounts/sign-in-limit.ts.
 */
export const signInAttempts = pgTable('sign_in_attempts', {
  key: text().primaryKey(),
  attempts: integer().notNull(),
  /** When the count expires. */
  endsAt: time('ends_at').notNull(),
})

/**
 * One-time links. One without an account is the set-up link of the first administrator, one for an active account sets a
 * new password.
 */
export const invitations = pgTable('invitations', {
  id: uuid().primaryKey(),
  tokenHash: text('token_hash').notNull().unique('invitations_token'),
  accountId: text('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
  /** The API key that made the link, or the fingerprint of ALCOVE_ADMIN_API_KEY: the link ends when that does. */
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
    /** Null for keys made with ALCOVE_ADMIN_API_KEY, directly or by another such key. */
    ownerId: text('owner_id').references(() => accounts.id, { onDelete: 'cascade' }),
    /** The key that made this one, if any: deleting that key deletes this one. */
    makerId: uuid('maker_id').references((): AnyPgColumn => apiKeys.id, { onDelete: 'cascade' }),
    /** For keys without an owner: the fingerprint of the ALCOVE_ADMIN_API_KEY that this key depends on. */
    installationKey: text('installation_key'),
    /** Ids, not names: a new space that takes the name of a deleted one is not in this key's reach. */
    spaces: jsonb().$type<string[] | '*'>().notNull(),
    /** Ids of the only functions it is for. */
    functions: jsonb()
      .$type<string[] | '*'>()
      .notNull()
      .default(sql`'"*"'::jsonb`),
    actions: jsonb().$type<Action[] | '*'>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    lastUsedFrom: text('last_used_from'),
    /** Where it may be used from; an empty list: from everywhere. */
    networks: jsonb().$type<string[]>().notNull().default([]),
    /** After a rotation the old secret works too, until then. */
    oldHash: text('old_hash').unique('api_keys_old_hash'),
    oldPrefix: text('old_prefix'),
    oldEndsAt: time('old_ends_at'),
    oldUsedAt: time('old_used_at'),
    oldUsedFrom: text('old_used_from'),
    /** Requests with each secret since the rotation. */
    calls: bigint({ mode: 'number' }).notNull().default(0),
    oldCalls: bigint('old_calls', { mode: 'number' }).notNull().default(0),
  },
  (table) => [index('api_keys_owner').on(table.ownerId)],
)
