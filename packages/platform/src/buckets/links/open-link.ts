import { AlcoveError, type LinkQuery } from '@alcove/contract'
import { actorNamed } from '../../identity/access/actor-named.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { isSigned } from './link.ts'

export type OpenLinkInput = Omit<LinkQuery, 'bucket'> & {
  bucketId: string
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
  const { signature, used, ...link } = input
  if (!isSigned(platform, link, signature) || link.method !== used) throw refused()
  if (link.expires * 1000 <= platform.clock.now())
    throw new AlcoveError('Forbidden', 'The link has expired: ask for a new one')
  const actor = await actorNamed(platform, link.by)
  if (actor === null) throw refused()
  const action = used === 'GET' ? 'buckets:read' : 'buckets:write'
  const space = await authorize({ ctx: { ...ctx, actor }, action, space: link.space })
  // A new bucket may have taken the name.
  if ((await findBucketId(space, link.bucket)) !== link.bucketId) throw refused()
  return space
})

function refused(): AlcoveError {
  return new AlcoveError(
    'Forbidden',
    'The link is not valid: it was changed, is for another method, or its maker has no access',
  )
}
