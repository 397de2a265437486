import { notFound, type ObjectUpload, type UploadPart } from '@alcove/contract'
import { and, eq, getTableColumns } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { buckets, uploadParts, uploads } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { bucketNamed } from '../bucket-of.ts'

export type UploadRow = typeof uploads.$inferSelect
export type PartRow = typeof uploadParts.$inferSelect

export interface UploadInput {
  bucket: string
  upload: string
}

/** @throws {AlcoveError} NotFound, also for an upload of another bucket or space */
export async function findUpload(ctx: SpaceCtx, { bucket, upload }: UploadInput): Promise<UploadRow> {
  const [found] = await ctx.db
    .select(getTableColumns(uploads))
    .from(uploads)
    .innerJoin(buckets, eq(buckets.id, uploads.bucketId))
    .where(and(eq(uploads.id, upload), bucketNamed(ctx, bucket)))
  if (!found) throw notFound('upload', upload)
  return found
}

/** Its parts in order. */
export function readParts(ctx: SpaceCtx, uploadId: string): Promise<PartRow[]> {
  return ctx.db.select().from(uploadParts).where(eq(uploadParts.uploadId, uploadId)).orderBy(uploadParts.number)
}

export function partOf({ number, etag, piece }: Omit<PartRow, 'uploadId'>): UploadPart {
  return { number, etag, bytes: piece.bytes }
}

export function uploadOf(row: UploadRow, parts: PartRow[]): ObjectUpload {
  return {
    id: row.id,
    key: row.key,
    createdAt: iso(row.createdAt),
    expiresAt: iso(row.expiresAt),
    parts: parts.map(partOf),
  }
}
