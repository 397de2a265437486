import { AlcoveError, LIMITS, type CreatedLink, type CreateLink } from '@alcove/contract'
import { and, eq, gt } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { objectLinks } from '../../database/schema/index.ts'
import { idOf, nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { linkOf, urlOf } from './link.ts'

/** An address that reads or writes one object without an API key, until it expires or is revoked. */
export const createLink = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CreateLink & { bucket: string } }): Promise<CreatedLink> => {
    const { bucket, key, method, expiresInSeconds } = input
    const needs = method === 'GET' ? 'buckets:read' : 'buckets:write'
    if (!ctx.space.actions.has(needs)) throw new AlcoveError('Forbidden', `A link to ${method} needs ${needs}`)
    const bucketId = await findBucketId(ctx, bucket)
    const now = ctx.platform.clock.now()
    const maker = idOf(ctx.actor)
    const isOpen = and(
      eq(objectLinks.bucketId, bucketId),
      eq(objectLinks.maker, maker),
      gt(objectLinks.expiresAt, new Date(now)),
    )
    if ((await ctx.db.$count(objectLinks, isOpen)) >= LIMITS.linksPerMaker) {
      throw new AlcoveError('Conflict', `You have ${LIMITS.linksPerMaker} links to this bucket: wait until some expire`)
    }
    return change(ctx, async (ctx) => {
      const [row] = await ctx.db
        .insert(objectLinks)
        .values({
          id: newId(now),
          bucketId,
          key,
          method,
          maker,
          createdAt: new Date(now),
          createdBy: nameOf(ctx.actor),
          expiresAt: new Date(now + expiresInSeconds * 1000),
        })
        .returning()
      const link = { ...linkOf(ctx, bucket, row!), url: urlOf(ctx, bucket, row!) }
      await ctx.change.audit('buckets:link', `bucket ${bucket}`, { key, method, expiresAt: link.expiresAt })
      return link
    })
  },
)
