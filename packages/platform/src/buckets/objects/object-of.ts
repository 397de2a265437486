import { notFound, type StoredObject } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, prepared } from '../../database/connect.ts'
import type { objects, Piece } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

export type ObjectRow = typeof objects.$inferSelect

export function objectOf(row: Omit<ObjectRow, 'bucketId' | 'pieces'>): StoredObject {
  return {
    key: row.key,
    bytes: row.bytes,
    etag: row.etag,
    contentType: row.contentType,
    metadata: row.metadata,
    updatedAt: iso(row.updatedAt),
    updatedBy: row.updatedBy,
  }
}

const select = prepared<{
  bucket_id: string
  key: string | null
  bytes: string
  etag: string
  content_type: string
  metadata: Record<string, string>
  pieces: Piece[]
  updated_at: string
  updated_by: string | null
}>(sql`
  select b.id as bucket_id, o.key, o.bytes, o.etag, o.content_type, o.metadata, o.pieces, o.updated_at, o.updated_by
  from buckets b left join objects o on o.bucket_id = b.id and o.key = ${sql.placeholder('key')}
  where b.space_id = ${sql.placeholder('spaceId')} and b.name = ${sql.placeholder('bucket')}`)

/** @throws {AlcoveError} NotFound */
export async function findObject(ctx: SpaceCtx, bucket: string, key: string): Promise<ObjectRow> {
  const [found] = await select(ctx.db, { spaceId: ctx.space.id, bucket, key })
  if (!found) throw notFound('bucket', bucket)
  if (found.key === null) throw notFound('object', key)
  const { bucket_id: bucketId, content_type: contentType, updated_by: updatedBy, etag, metadata, pieces } = found
  const bytes = Number(found.bytes)
  return { bucketId, key, bytes, etag, contentType, metadata, pieces, updatedAt: new Date(found.updated_at), updatedBy }
}
