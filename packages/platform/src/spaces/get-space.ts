import { notFound, type SpaceCard } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { verb, type Ctx, type SpaceCtx } from '../kernel/context.ts'
import { spaces } from '../database/schema/index.ts'
import { selectSpaces, spaceOf, visibleSpaceOf, type SpaceRow, type StoredSpace } from './space-of.ts'

/** The whole space, or only its card for a caller who may only invoke. */
export const getSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<StoredSpace | SpaceCard> =>
  visibleSpaceOf(ctx, await readRow(ctx, ctx.space.id)),
)

export async function readSpace(ctx: Ctx, id: string): Promise<StoredSpace> {
  return spaceOf(ctx, await readRow(ctx, id))
}

async function readRow(ctx: Ctx, id: string): Promise<SpaceRow> {
  const [row] = await selectSpaces(ctx).where(eq(spaces.id, id))
  if (!row) throw notFound('space', id)
  return row
}
