import {
  DEFAULT_TASK_POLICY,
  type Destination,
  type DraftChange,
  type TaskPolicy,
  type FunctionConfiguration,
  type FunctionQuota,
  type RightSizingPolicy,
  type TestSettings,
} from '@alcove/contract'
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { builds } from './builds.ts'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

const functionId = () =>
  uuid('function_id')
    .notNull()
    .references(() => functions.id, { onDelete: 'cascade' })

/** Sealed secrets by name. Compare digests to see whether two values are equal. */
export type SealedSecrets = Record<string, { sealed: string; digest: string }>

/** `sealed`: what a webhook is signed with. */
export type StoredDestination = Destination & { sealed?: string }
export interface StoredDestinations {
  onSuccess?: StoredDestination
  onFailure?: StoredDestination
}

export const functions = pgTable(
  'functions',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    description: text().notNull(),
    /** The number of the latest version. Only grows: numbers are never reused. */
    lastVersion: integer('last_version').notNull().default(0),
    rightSizing: jsonb('right_sizing').$type<RightSizingPolicy>().notNull().default({ mode: 'advise' }),
    async: jsonb().$type<TaskPolicy>().notNull().default(DEFAULT_TASK_POLICY),
    /** Where results of asynchronous calls go. */
    destinations: jsonb().$type<StoredDestinations>().notNull().default({}),
    testSettings: jsonb('test_settings').$type<TestSettings>().notNull().default({ environment: {}, gate: [] }),
    /** How many of its newest versions stay whether used or not; null: all stay. */
    keepVersions: integer('keep_versions'),
    /** Null: nothing is limited. */
    quota: jsonb().$type<FunctionQuota>(),
    /** Raised to make every server forget that a quota is used up. */
    quotaEpoch: integer('quota_epoch').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('functions_name').on(table.spaceId, table.name)],
)

const code = () => ({
  /** Hash of code and configuration. */
  revision: text().notNull(),
  codeHash: text('code_hash').notNull(),
  codeBytes: integer('code_bytes').notNull(),
  configuration: jsonb().$type<FunctionConfiguration>().notNull(),
  /** By name. Revisions hash the digest, because sealing the same value twice gives two texts. */
  secrets: jsonb().$type<SealedSecrets>().notNull().default({}),
  /** The build that the code needs, if any. */
  buildKey: text('build_key').references(() => builds.key),
})

export const drafts = pgTable(
  'drafts',
  {
    functionId: functionId().primaryKey(),
    ...code(),
    savedAt: time('saved_at').notNull().defaultNow(),
    savedBy: text('saved_by'),
    /** What the last save changed. */
    change: jsonb().$type<DraftChange>(),
  },
  (table) => [index('drafts_code').on(table.codeHash)],
)

/** States of the code that a later save replaced. Ids are ordered by the time of that save. */
export const draftSaves = pgTable(
  'draft_saves',
  {
    functionId: functionId(),
    id: uuid().notNull(),
    codeHash: text('code_hash').notNull(),
    codeBytes: integer('code_bytes').notNull(),
    savedAt: time('saved_at').notNull(),
    savedBy: text('saved_by'),
    change: jsonb().$type<DraftChange>(),
    /** The build with which it ran; null when it never ran or needs none. */
    buildKey: text('build_key').references(() => builds.key),
  },
  (table) => [
    primaryKey({ columns: [table.functionId, table.id] }),
    index('draft_saves_code').on(table.codeHash),
    index('draft_saves_build').on(table.buildKey),
    index('draft_saves_age').on(table.id),
  ],
)

/** Open editors. Each says every few seconds that it is still there. */
export const draftEditors = pgTable(
  'draft_editors',
  {
    functionId: functionId(),
    tab: uuid().notNull(),
    /** Who opened it, by an id that no rename changes. */
    owner: text().notNull(),
    name: text().notNull(),
    file: text(),
    line: integer(),
    seenAt: time('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.tab] })],
)

export const versions = pgTable(
  'versions',
  {
    functionId: functionId(),
    number: integer().notNull(),
    description: text().notNull(),
    ...code(),
    publishedAt: time('published_at').notNull().defaultNow(),
    publishedBy: text('published_by'),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.number] }), index('versions_code').on(table.codeHash)],
)

const target = () => ({
  version: integer().notNull(),
  additionalVersion: integer('additional_version'),
  /** Share of calls that the additional version gets. */
  additionalWeight: doublePrecision('additional_weight'),
})

export const aliases = pgTable(
  'aliases',
  {
    functionId: functionId(),
    name: text().notNull(),
    ...target(),
    description: text().notNull(),
    /** Only who has `aliases:protect` moves or deletes it. */
    protected: boolean().notNull().default(false),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    updatedBy: text('updated_by'),
    /** The latest move of the alias; also its ETag. */
    moveId: uuid('move_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.functionId, table.name] }),
    // The foreign key protects a version that an alias points at, even from a race with the check in the code.
    foreignKey({
      name: 'aliases_version',
      columns: [table.functionId, table.version],
      foreignColumns: [versions.functionId, versions.number],
    }),
    foreignKey({
      name: 'aliases_additional_version',
      columns: [table.functionId, table.additionalVersion],
      foreignColumns: [versions.functionId, versions.number],
    }),
  ],
)

export const aliasMoves = pgTable(
  'alias_moves',
  {
    id: uuid().primaryKey(),
    functionId: functionId(),
    alias: text().notNull(),
    ...target(),
    at: time('at').notNull().defaultNow(),
    by: text(),
    /** The reason given for the move. */
    reason: text(),
  },
  (table) => [
    index('alias_moves_alias').on(table.functionId, table.alias, table.id),
    index('alias_moves_at').on(table.functionId, table.at),
  ],
)
