import { AlcoveError, type LinkQuery } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { buckets, objectLinks } from '../../database/schema/index.ts'
import { actorNamed } from '../../identity/access/actor-named.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { isSigned } from './link.ts'

export interface OpenLinkInput extends LinkQuery {
  space: string
  bucket: string
  key: string
  used: 'GET' | 'PUT'
}

/**
 * The rights that a link carries: the current rights of its maker, limited to this one operation. The link ends with
 * the account or key that made it.
 * @throws {AlcoveError} Forbidden, with the same sentence for everything that may be wrong with it
 */
export const openLink = verb(async ({ ctx, input }: { ctx: Ctx; input: OpenLinkInput }): Promise<SpaceCtx> => {
  const { platform } = ctx
  const { id, signature, space, bucket, key, used } = input
  if (!isSigned(platform, id, signature)) throw refused()
  // A later bucket of the same name has other rows.
  const [link] = await ctx.db
    .select({
      maker: objectLinks.maker,
      method: objectLinks.method,
      key: objectLinks.key,
      expiresAt: objectLinks.expiresAt,
      revokedAt: objectLinks.revokedAt,
      bucket: buckets.name,
      spaceId: buckets.spaceId,
    })
    .from(objectLinks)
    .innerJoin(buckets, eq(buckets.id, objectLinks.bucketId))
    .where(eq(objectLinks.id, id))
  if (!link || link.method !== used || link.key !== key || link.bucket !== bucket) throw refused()
  if (link.revokedAt !== null) throw new AlcoveError('Forbidden', 'The link was revoked: ask for a new one')
  if (link.expiresAt.getTime() <= platform.clock.now())
    throw new AlcoveError('Forbidden', 'The link has expired: ask for a new one')
  const actor = await actorNamed(platform, link.maker)
  if (actor === null) throw refused()
  const action = used === 'GET' ? 'buckets:read' : 'buckets:write'
  const authorised = await authorize({ ctx: { ...ctx, actor }, action, space })
  if (authorised.space.id !== link.spaceId) throw refused()
  return authorised
})

function refused(): AlcoveError {
  return new AlcoveError(
    'Forbidden',
    'The link is not valid: it was changed, is for another method, or its maker has no access',
  )
}
