import { notFound } from '@alcove/contract'
import { and, eq, isNull } from 'drizzle-orm'
import { spaces } from '../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../kernel/context.ts'

/**
 * What is made in the space is made one after the other, and not while the space is deleted: a request that was
 * authorised before that finds it gone.
 * @throws {AlcoveError} NotFound
 */
export async function lockSpace(ctx: Changing<SpaceCtx>): Promise<void> {
  const [found] = await ctx.db
    .select({ id: spaces.id })
    .from(spaces)
    .where(and(eq(spaces.id, ctx.space.id), isNull(spaces.trashedAt)))
    .for('no key update')
  if (!found) throw notFound('space', ctx.space.name)
}
