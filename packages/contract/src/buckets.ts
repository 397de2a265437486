import { z } from 'zod'
import { LIMITS, MB } from './limits.ts'
import { Etag, Name, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'

const encoder = new TextEncoder()
const bytesOf = (text: string) => encoder.encode(text).length
/** U+10FFFF is not a character. Lists use it to skip a folder. */
// oxlint-disable-next-line no-control-regex -- control characters are what must be refused
const CONTROL = /[\u0000-\u001f\u007f\u{10ffff}]/u

const NO_DOTS = 'No part of a key between slashes may be "." or ".."'
const hasNoDots = (text: string) => !text.split('/').some((part) => part === '.' || part === '..')

/**
 * The key of an object. Clients, proxies and tools that unpack a bucket into folders resolve the segments "." and "..",
 * so a key that has one would name another object for each of them.
 */
export const ObjectKey = z
  .string()
  .min(1, 'A key has at least one character')
  .refine((key) => key.isWellFormed(), { message: 'Half a surrogate pair is no text: send valid UTF-8', abort: true })
  .refine((key) => bytesOf(key) <= LIMITS.objectKeyBytes, {
    message: `A key may have at most ${LIMITS.objectKeyBytes} bytes of UTF-8`,
  })
  .refine((key) => !CONTROL.test(key), { message: 'A key holds no NUL, line break or other control character' })
  .refine(hasNoDots, { message: NO_DOTS })
  .meta({ description: 'At most 1,024 bytes of UTF-8, with "/" between folders', examples: ['originals/mug-2291.jpg'] })

/** The start of keys: a folder, or part of a name. */
export const KeyPrefix = z
  .string()
  .refine((text) => text.isWellFormed() && bytesOf(text) <= LIMITS.objectKeyBytes && !CONTROL.test(text), {
    message: `At most ${LIMITS.objectKeyBytes} bytes of UTF-8 without control characters`,
  })

const METADATA_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
/** Sent as `X-Alcove-Meta-*` headers, which hold visible ASCII; other characters are percent-encoded there. */
export const ObjectMetadata = z
  .record(
    z.string().regex(METADATA_NAME, 'Names of metadata hold a-z, 0-9 and "-", at most 63 characters'),
    z.string().refine((text) => text.isWellFormed() && !CONTROL.test(text), 'Holds a control character'),
  )
  .refine((metadata) => Object.keys(metadata).length <= LIMITS.objectMetadataNames, {
    message: `Metadata may have at most ${LIMITS.objectMetadataNames} names`,
  })
  .refine((metadata) => bytesOf(Object.entries(metadata).flat().join('')) <= LIMITS.objectMetadataBytes, {
    message: `Metadata may have ${LIMITS.objectMetadataBytes} bytes, names included`,
  })
export type ObjectMetadata = z.infer<typeof ObjectMetadata>

/** `type/subtype`, with parameters (RFC 9110, 8.3.1). */
export const ContentType = z
  .string()
  .max(255)
  .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+([ \t]*;[ \t]*[\w!#$&^.+-]+=([\w!#$&^.+-]+|"[ !#-[\]-~]*"))*$/, {
    message: 'Must look like "image/jpeg" or "text/plain; charset=utf-8"',
  })

/** Deletes objects with a prefix this many days after they were last written. */
export const ExpiryRule = z.strictObject({
  prefix: KeyPrefix.default('').meta({ description: 'Left out: every object' }),
  days: z.number().int().min(1).max(3650),
})
export type ExpiryRule = z.infer<typeof ExpiryRule>

const Bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const Bucket = z
  .object({
    id: Uuid,
    name: Name,
    quotaBytes: Bytes.nullable().meta({ description: 'null: only the limit of the space counts' }),
    expiry: z.array(ExpiryRule),
    objects: z.number().int(),
    bytes: Bytes.meta({ description: 'Of objects, and of uploads that are not complete' }),
    space: z.object({ bytes: Bytes, quotaBytes: Bytes }).meta({ description: 'The same for all buckets of the space' }),
    storage: z.enum(['disk', 's3']),
    createdAt: Timestamp,
    createdBy: z.string().nullable(),
    updatedAt: Timestamp,
    etag: Etag,
  })
  .meta({ id: 'Bucket' })
export type Bucket = z.infer<typeof Bucket>
export const BucketList = pageOf(Bucket).meta({ id: 'BucketList' })

export const PutBucket = z
  .strictObject({
    quotaBytes: Bytes.min(MB, 'The least quota is 1 MiB').nullable().default(null),
    expiry: z.array(ExpiryRule).max(20).default([]),
  })
  .meta({ id: 'PutBucket' })
export type PutBucket = z.infer<typeof PutBucket>

/** An object without its bytes. */
export const StoredObject = z
  .object({
    key: z.string(),
    bytes: Bytes,
    etag: z.string(),
    contentType: z.string(),
    metadata: ObjectMetadata,
    updatedAt: Timestamp,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'StoredObject' })
export type StoredObject = z.infer<typeof StoredObject>

export const ObjectsQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: z.string().max(6000).optional().meta({ description: 'nextCursor of the page before' }),
  prefix: KeyPrefix.default(''),
  delimiter: z
    .string()
    .max(10)
    .refine((text) => text.isWellFormed() && !CONTROL.test(text), 'Holds a control character')
    .default('')
    .meta({ description: 'With "/": keys that have one after the prefix are one folder in `prefixes`' }),
})
export type ObjectsQuery = z.infer<typeof ObjectsQuery>

export const ObjectList = pageOf(StoredObject)
  .extend({ prefixes: z.array(z.string()).meta({ description: 'Folders of this page; they count towards its limit' }) })
  .meta({ id: 'ObjectList' })
export type ObjectList = z.infer<typeof ObjectList>

export const CopyObject = z
  .strictObject({
    bucket: Name.optional().meta({ description: 'Of the source; left out: this bucket' }),
    from: ObjectKey,
    to: ObjectKey,
  })
  .meta({ id: 'CopyObject' })
export type CopyObject = z.infer<typeof CopyObject>

/** What is said of an object's bytes, to be changed without them. */
export const UpdateObject = z
  .strictObject({
    contentType: ContentType.optional(),
    metadata: ObjectMetadata.optional().meta({ description: 'All of it: what is left out here is gone' }),
  })
  .refine(({ contentType, metadata }) => contentType !== undefined || metadata !== undefined, {
    message: 'Send contentType, metadata or both',
  })
  .meta({ id: 'UpdateObject' })
export type UpdateObject = z.infer<typeof UpdateObject>

export const DeleteFolder = z
  .strictObject({ prefix: KeyPrefix.meta({ description: 'Keys begin with this; empty: every object of the bucket' }) })
  .meta({ id: 'DeleteFolder' })
export type DeleteFolder = z.infer<typeof DeleteFolder>

export const MoveFolder = z
  .strictObject({
    from: KeyPrefix.min(1, 'Name the folder whose objects are to move').meta({ examples: ['originals/2026/'] }),
    to: KeyPrefix.meta({ description: 'What the beginning of their keys becomes', examples: ['archive/2026/'] }),
  })
  .refine(({ from, to }) => !to.startsWith(from), { path: ['to'], message: 'A folder cannot move into itself' })
  .refine(({ to }) => hasNoDots(to.slice(0, to.lastIndexOf('/') + 1)), { path: ['to'], message: NO_DOTS })
  .meta({ id: 'MoveFolder' })
export type MoveFolder = z.infer<typeof MoveFolder>

export const FolderQuery = z.strictObject({ prefix: KeyPrefix.default('') })
export const FolderSizeQuery = FolderQuery.extend({
  delimiter: z.literal('/').optional().meta({ description: 'Also count what a list with this delimiter would show' }),
})
export type FolderSizeQuery = z.infer<typeof FolderSizeQuery>
export const FolderEntries = z.object({
  folders: z.number().int(),
  objects: z.number().int().meta({ description: 'Not those in the folders' }),
  more: z.boolean().meta({ description: 'There are more: these are the first 10,000 by key' }),
})
export type FolderEntries = z.infer<typeof FolderEntries>
export const FolderSize = z
  .object({
    objects: z.number().int(),
    bytes: Bytes,
    more: z.boolean().meta({ description: 'There are more: these are the first 10,000 by key' }),
    updatedAt: Timestamp.nullable().meta({ description: 'When one of them was last written; null: there is none' }),
    entries: FolderEntries.optional().meta({ description: 'With a delimiter' }),
  })
  .meta({ id: 'FolderSize' })
export type FolderSize = z.infer<typeof FolderSize>

export const DeleteObjects = z
  .union(
    [
      z.strictObject({ keys: z.array(ObjectKey).min(1).max(1000) }),
      z.strictObject({ prefix: KeyPrefix.min(1, 'Name the folder whose objects are to go') }),
    ],
    'Send either up to 1,000 keys, or the prefix of a folder',
  )
  .meta({ id: 'DeleteObjects' })
export type DeleteObjects = z.infer<typeof DeleteObjects>
export const DeletedObjects = z
  .object({
    deleted: z.number().int(),
    more: z.boolean().meta({ description: 'The folder may hold more: ask again' }),
  })
  .meta({ id: 'DeletedObjects' })
export type DeletedObjects = z.infer<typeof DeletedObjects>

export const CreateLink = z
  .strictObject({
    key: ObjectKey,
    method: z.enum(['GET', 'PUT']).default('GET'),
    expiresInSeconds: z.number().int().min(1).max(LIMITS.linkSeconds).default(3600),
  })
  .meta({ id: 'CreateLink' })
export type CreateLink = z.infer<typeof CreateLink>
export const ObjectLink = z
  .object({
    id: Uuid,
    key: z.string(),
    method: z.enum(['GET', 'PUT']),
    url: z.string().nullable().meta({ description: 'null for everyone but its maker: it carries their rights' }),
    createdAt: Timestamp,
    createdBy: z.string(),
    expiresAt: Timestamp,
    revokedAt: Timestamp.nullable(),
    uses: z.number().int().meta({ description: 'Requests that it let through, ranges too' }),
    lastUsedAt: Timestamp.nullable(),
  })
  .meta({ id: 'ObjectLink' })
export type ObjectLink = z.infer<typeof ObjectLink>
export const ObjectLinkList = pageOf(ObjectLink).meta({ id: 'ObjectLinkList' })
export const CreatedLink = ObjectLink.extend({ url: z.string() }).meta({ id: 'CreatedLink' })
export type CreatedLink = z.infer<typeof CreatedLink>
export const LinksQuery = PageQuery.extend({
  key: ObjectKey.optional().meta({ description: 'Only links to this object' }),
})
export type LinksQuery = z.infer<typeof LinksQuery>

/** What a link's address proves. */
export const LinkQuery = z.strictObject({ id: Uuid, signature: z.string().max(100) })
export type LinkQuery = z.infer<typeof LinkQuery>

export const CreateUpload = z
  .strictObject({
    key: ObjectKey,
    contentType: ContentType.default('application/octet-stream'),
    metadata: ObjectMetadata.default({}),
  })
  .meta({ id: 'CreateUpload' })
export type CreateUpload = z.infer<typeof CreateUpload>

export const UploadPart = z
  .object({ number: z.number().int(), bytes: Bytes, etag: z.string() })
  .meta({ id: 'UploadPart' })
export type UploadPart = z.infer<typeof UploadPart>

/** A large object that arrives in parts. Its parts are kept for a day after the last one arrived. */
export const ObjectUpload = z
  .object({ id: Uuid, key: z.string(), createdAt: Timestamp, expiresAt: Timestamp, parts: z.array(UploadPart) })
  .meta({ id: 'ObjectUpload' })
export type ObjectUpload = z.infer<typeof ObjectUpload>

export const PartNumber = z
  .string()
  .regex(/^[1-9][0-9]{0,4}$/, 'Must be the number of a part')
  .transform(Number)
  .pipe(z.number().max(LIMITS.uploadParts, `An upload has at most ${LIMITS.uploadParts} parts`))
