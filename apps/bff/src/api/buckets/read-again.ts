import { notFound } from '@alcove/contract'
import { authenticate, authorize, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'

/** The reader with its current rights. @throws {AlcoveError} when it may no longer read the space */
export async function readAgain({ platform }: Deps, ctx: SpaceCtx, request: Request): Promise<SpaceCtx> {
  const actor = await authenticate(platform, request.headers, ctx.address ?? '')
  const again = await authorize({ ctx: { ...ctx, actor }, action: 'buckets:read', space: ctx.space.name })
  if (again.space.id !== ctx.space.id) throw notFound('space', ctx.space.name)
  return again
}
