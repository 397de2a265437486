import type { Bucket, PutBucket } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { newId } from '../database/ids.ts'
import { inserted, type Put } from '../database/put.ts'
import { buckets } from '../database/schema/index.ts'
import { nameOf } from '../kernel/actor.ts'
import { changed } from '../kernel/audit/changed.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { requireExpected, type Expected } from '../kernel/require-expected.ts'
import { lockSpace } from '../spaces/lock-space.ts'
import { requireRoomForBucket } from '../usage/quotas/require-within.ts'
import { bucketEtag, bucketNamed, bucketOf, findBucket } from './bucket-of.ts'

type PutBucketInput = PutBucket & {
  bucket: string
  /** ETags of the bucket that the caller has seen. */
  expected?: Expected | undefined
}

/** Creates the bucket or changes its settings. Its objects stay, even those above a smaller quota. */
export const putBucket = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutBucketInput }): Promise<Put<Bucket>> => {
    const { bucket: name, expected, ...settings } = input
    return change(ctx, async (ctx) => {
      const now = new Date(ctx.platform.clock.now())
      // In the order of those who write objects: first the space, then its buckets.
      await lockSpace(ctx)
      const [before] = await ctx.db.select().from(buckets).where(bucketNamed(ctx, name)).for('update')
      requireExpected(expected, before ? bucketEtag(before) : null, `The bucket ${name}`)
      if (!before) await requireRoomForBucket(ctx)
      const [put] = await ctx.db
        .insert(buckets)
        .values({
          id: newId(now.getTime()),
          spaceId: ctx.space.id,
          name,
          ...settings,
          createdAt: now,
          createdBy: nameOf(ctx.actor),
          updatedAt: now,
        })
        .onConflictDoUpdate({
          target: [buckets.spaceId, buckets.name],
          set: { quotaBytes: sql`excluded.quota_bytes`, expiry: sql`excluded.expiry`, updatedAt: now },
        })
        .returning({ created: inserted })
      await ctx.change.audit(
        put!.created ? 'buckets:create' : 'buckets:update',
        `bucket ${name}`,
        changed(before, settings),
      )
      return { created: put!.created, value: bucketOf(ctx, await findBucket(ctx, name)) }
    })
  },
)
