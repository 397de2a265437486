import type { ExpiryRule } from '@alcove/contract'
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** Keys sort by their bytes, whatever the database's own order is: a list pages by them. */
const key = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })
const bytes = (name?: string) => (name === undefined ? bigint({ mode: 'number' }) : bigint(name, { mode: 'number' }))

/** A part of the bytes of an object, in order: one after a put, one for each part after an upload. */
export interface Piece {
  /** In the object store. */
  name: string
  bytes: number
  /** CRC-32 of the bytes, checked when all of them are read. */
  crc: number
}

export const buckets = pgTable(
  'buckets',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    quotaBytes: bytes('quota_bytes'),
    expiry: jsonb().$type<ExpiryRule[]>().notNull(),
    /** Both change with each object, in its transaction: exact, with any number of servers. */
    objects: bytes().notNull().default(0),
    bytes: bytes().notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: text('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('buckets_name').on(table.spaceId, table.name)],
)

export const objects = pgTable(
  'objects',
  {
    bucketId: uuid('bucket_id')
      .notNull()
      // A bucket with objects is not deleted; a space's deletion discards their pieces first.
      .references(() => buckets.id, { onDelete: 'cascade' }),
    key: key().notNull(),
    bytes: bytes().notNull(),
    etag: text().notNull(),
    contentType: text('content_type').notNull(),
    metadata: jsonb().$type<Record<string, string>>().notNull(),
    pieces: jsonb().$type<Piece[]>().notNull(),
    updatedAt: time('updated_at').notNull(),
    updatedBy: text('updated_by'),
  },
  (table) => [primaryKey({ columns: [table.bucketId, table.key] })],
)

export const uploads = pgTable(
  'uploads',
  {
    id: uuid().primaryKey(),
    bucketId: uuid('bucket_id')
      .notNull()
      .references(() => buckets.id, { onDelete: 'cascade' }),
    key: key().notNull(),
    contentType: text('content_type').notNull(),
    metadata: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: text('created_by'),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('uploads_bucket').on(table.bucketId, table.id), index('uploads_expiry').on(table.expiresAt)],
)

export const uploadParts = pgTable(
  'upload_parts',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    etag: text().notNull(),
    piece: jsonb().$type<Piece>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.number] })],
)

/** Addresses that read or write one object without a key. They stay listed for a while after they have ended. */
export const objectLinks = pgTable(
  'object_links',
  {
    id: uuid().primaryKey(),
    bucketId: uuid('bucket_id')
      .notNull()
      .references(() => buckets.id, { onDelete: 'cascade' }),
    key: key().notNull(),
    method: text().$type<'GET' | 'PUT'>().notNull(),
    /** An id of `idOf()`: the link allows no more than they may do. */
    maker: text().notNull(),
    createdAt: time('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
    uses: bigint({ mode: 'number' }).notNull().default(0),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [
    index('object_links_bucket').on(table.bucketId, table.id),
    index('object_links_expiry').on(table.expiresAt),
  ],
)

/**
 * Pieces that nothing refers to any more, or not yet: a piece is listed here before it is stored, and no longer once an
 * object refers to it. Whatever stops a server in between, what is left is deleted after `deleteAfter`.
 */
export const discardedPieces = pgTable(
  'discarded_pieces',
  { name: uuid().primaryKey(), deleteAfter: time('delete_after').notNull() },
  (table) => [index('discarded_pieces_due').on(table.deleteAfter)],
)
