import { AlcoveError, notFound } from '@alcove/contract'
import { and, eq, isNull } from 'drizzle-orm'
import { objectLinks } from '../../database/schema/index.ts'
import { idOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'

interface RevokeLinkInput {
  bucket: string
  objectLink: string
}

/** Ends a link now: its maker, and everyone who may write to the bucket. One that was revoked stays as it is. */
export const revokeLink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: RevokeLinkInput }): Promise<void> => {
  const { bucket, objectLink: id } = input
  const bucketId = await findBucketId(ctx, bucket)
  await change(ctx, async (ctx) => {
    const isIt = and(eq(objectLinks.id, id), eq(objectLinks.bucketId, bucketId))
    const [link] = await ctx.db.select().from(objectLinks).where(isIt)
    if (!link) throw notFound('link', id)
    if (link.maker !== idOf(ctx.actor) && !ctx.space.actions.has('buckets:write')) {
      throw new AlcoveError('Forbidden', 'Only its maker, and who has buckets:write, may revoke a link')
    }
    const revokedAt = new Date(ctx.platform.clock.now())
    const { rowCount } = await ctx.db
      .update(objectLinks)
      .set({ revokedAt })
      .where(and(isIt, isNull(objectLinks.revokedAt)))
    if (rowCount === 0) return
    // Downloads by it check their right again.
    ctx.change.accessChanged()
    const { key, method, createdBy } = link
    await ctx.change.audit('buckets:revoke-link', `bucket ${bucket}`, { key, method, createdBy })
  })
})
