import { sql, type SQL } from 'drizzle-orm'
import { buckets, uploadParts, uploads } from '../../database/schema/index.ts'
import { eq, inArray } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { discard } from '../pieces/discard.ts'

/** Ends uploads with their parts, which no longer count in their bucket. */
export async function discardUploads(ctx: Changing, which: SQL): Promise<number> {
  const ended = await ctx.db
    .select({ id: uploads.id, bucketId: uploads.bucketId })
    .from(uploads)
    .where(which)
    .for('update')
  if (ended.length === 0) return 0
  const ids = ended.map(({ id }) => id)
  const parts = await ctx.db.delete(uploadParts).where(inArray(uploadParts.uploadId, ids)).returning()
  await ctx.db.delete(uploads).where(inArray(uploads.id, ids))
  const bucketOf = new Map(ended.map(({ id, bucketId }) => [id, bucketId]))
  for (const { uploadId, piece } of parts) {
    await discard(ctx, [piece])
    await ctx.db
      .update(buckets)
      .set({ bytes: sql`${buckets.bytes} - ${piece.bytes}` })
      .where(eq(buckets.id, bucketOf.get(uploadId)!))
  }
  return ended.length
}
