import type { ObjectLink } from '@alcove/contract'
import { iso, isoOrNull } from '../../database/connect.ts'
import type { objectLinks } from '../../database/schema/index.ts'
import { idOf } from '../../kernel/actor.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

type Platform = SpaceCtx['platform']
export type LinkRow = typeof objectLinks.$inferSelect

/** Without the installation's key nobody can make an address of a link. */
export const isSigned = ({ sealer }: Platform, id: string, signature: string): boolean =>
  sealer.isSigned(textOf(id), signature)

const textOf = (id: string) => `object link ${id}`

/** @param bucket its name */
export function urlOf({ platform, space }: SpaceCtx, bucket: string, { id, key }: LinkRow): string {
  const url = new URL(`/api/v1/links/${space.name}/${bucket}/`, platform.origin)
  url.pathname += key.split('/').map(encodeURIComponent).join('/')
  url.search = new URLSearchParams({ id, signature: platform.sealer.sign(textOf(id)) }).toString()
  return url.href
}

/** Only its maker learns the address: whoever has it acts with the maker's rights. */
export function linkOf(ctx: SpaceCtx, bucket: string, row: LinkRow): ObjectLink {
  return {
    id: row.id,
    key: row.key,
    method: row.method,
    url: row.maker === idOf(ctx.actor) ? urlOf(ctx, bucket, row) : null,
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy,
    expiresAt: iso(row.expiresAt),
    revokedAt: isoOrNull(row.revokedAt),
    uses: row.uses,
    lastUsedAt: isoOrNull(row.lastUsedAt),
  }
}
