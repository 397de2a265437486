import { AlcoveError, type CreateLink, type ObjectLink } from '@alcove/contract'
import { idOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { signatureOf } from './link.ts'

/** An address that reads or writes one object without a key of Alcove's, until it expires. */
export const createLink = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CreateLink & { bucket: string } }): Promise<ObjectLink> => {
    const { bucket, key, method, expiresInSeconds } = input
    const needs = method === 'GET' ? 'buckets:read' : 'buckets:write'
    if (!ctx.space.actions.has(needs)) throw new AlcoveError('Forbidden', `A link to ${method} needs ${needs}`)
    const bucketId = await findBucketId(ctx, bucket)
    const { platform } = ctx
    const expires = Math.floor(platform.clock.now() / 1000) + expiresInSeconds
    const by = idOf(ctx.actor)
    const link = { space: ctx.space.name, bucket, bucketId, key, method, expires, by }
    const url = new URL(`/api/v1/links/${link.space}/${bucket}/`, platform.origin)
    url.pathname += key.split('/').map(encodeURIComponent).join('/')
    url.search = new URLSearchParams({
      method,
      expires: String(expires),
      by,
      bucket: bucketId,
      signature: signatureOf(platform, link),
    }).toString()
    const expiresAt = new Date(expires * 1000).toISOString()
    await change(ctx, (ctx) => ctx.change.audit('buckets:link', `bucket ${bucket}`, { key, method, expiresAt }))
    return { url: url.href, method, expiresAt }
  },
)
