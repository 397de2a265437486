import { notFound, type Space } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { verb, type Ctx, type SpaceCtx } from '../context.ts'
import { spaces } from '../database/schema/index.ts'
import { selectSpaces, spaceOf } from './space-of.ts'

export const getSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<Space> =>
  readSpace(ctx, ctx.space.id),
)

export async function readSpace(ctx: Ctx, id: string): Promise<Space> {
  const [row] = await selectSpaces(ctx).where(eq(spaces.id, id))
  if (!row) throw notFound('space', id)
  return spaceOf(ctx, row)
}
