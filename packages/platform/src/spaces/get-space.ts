import { notFound } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { verb, type Ctx, type SpaceCtx } from '../context.ts'
import { spaces } from '../database/schema/index.ts'
import { selectSpaces, spaceOf, type StoredSpace } from './space-of.ts'

export const getSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<StoredSpace> =>
  readSpace(ctx, ctx.space.id),
)

export async function readSpace(ctx: Ctx, id: string): Promise<StoredSpace> {
  const [row] = await selectSpaces(ctx).where(eq(spaces.id, id))
  if (!row) throw notFound('space', id)
  return spaceOf(ctx, row)
}
