import { AlcoveError, can, notFound } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { buckets, uploads } from '../database/schema/index.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { pauseOrphans } from '../triggers/kinds/pause-orphans.ts'
import { bucketNamed } from './bucket-of.ts'
import { lockSpace } from './objects/count.ts'
import { discardUploads } from './uploads/discard-uploads.ts'
import { changeInTurn } from './objects/change-in-turn.ts'

/** Deletes an empty bucket, together with uploads that were never completed. Triggers that listen to it are paused. */
export const deleteBucket = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { bucket: string } }): Promise<void> => {
    await changeInTurn(ctx, async (ctx) => {
      await lockSpace(ctx, ctx.space.id)
      const [bucket] = await ctx.db.select().from(buckets).where(bucketNamed(ctx, input.bucket)).for('update')
      if (!bucket) throw notFound('bucket', input.bucket)
      const verdict = can.deleteBucket(bucket)
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await discardUploads(ctx, eq(uploads.bucketId, bucket.id))
      await ctx.db.delete(buckets).where(eq(buckets.id, bucket.id))
      const detail = `The bucket ${bucket.name} was deleted`
      await pauseOrphans(ctx, { type: 'bucket', field: 'bucket', source: bucket.name, detail })
      await ctx.change.audit('buckets:delete', `bucket ${input.bucket}`, {
        before: { quotaBytes: bucket.quotaBytes, expiry: bucket.expiry },
        after: null,
      })
    })
  },
)
