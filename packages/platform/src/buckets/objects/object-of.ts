import { notFound, type StoredObject } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { buckets, objects } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { bucketNamed } from '../bucket-of.ts'

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

/** @throws {AlcoveError} NotFound */
export async function findObject(ctx: SpaceCtx, bucket: string, key: string): Promise<ObjectRow> {
  const [found] = await ctx.db
    .select({ object: objects })
    .from(buckets)
    .leftJoin(objects, and(eq(objects.bucketId, buckets.id), eq(objects.key, key)))
    .where(bucketNamed(ctx, bucket))
  if (!found) throw notFound('bucket', bucket)
  if (!found.object) throw notFound('object', key)
  return found.object
}
