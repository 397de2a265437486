import { notFound, type StoredObject, type UpdateObject } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { objects } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { findBucketId } from '../bucket-of.ts'
import { objectOf } from './object-of.ts'

type UpdateObjectInput = UpdateObject & { bucket: string; key: string; expected?: Expected | undefined }

/** Changes the type or metadata of an object. Its bytes stay, so it keeps its ETag and its time, and starts no trigger. */
export const updateObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateObjectInput }): Promise<StoredObject> => {
    const { bucket, key, expected, contentType, metadata } = input
    const bucketId = await findBucketId(ctx, bucket)
    const place = and(eq(objects.bucketId, bucketId), eq(objects.key, key))
    return change(ctx, async (ctx) => {
      const [found] = await ctx.db.select({ etag: objects.etag }).from(objects).where(place).for('update')
      if (!found) throw notFound('object', key)
      requireExpected(expected, found.etag, `The object "${key}"`)
      const [row] = await ctx.db
        .update(objects)
        .set({ ...(contentType !== undefined && { contentType }), ...(metadata !== undefined && { metadata }) })
        .where(place)
        .returning()
      return objectOf(row!)
    })
  },
)
