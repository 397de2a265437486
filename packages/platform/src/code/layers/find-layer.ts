import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { layers } from '../../database/schema/index.ts'

/** The layer of this name in the authorised space, and in no other. */
export async function findLayer(ctx: SpaceCtx, name: string) {
  const [found] = await ctx.db.select().from(layers).where(named(ctx, name))
  if (!found) throw notFound('layer', name)
  return found
}

/** Like findLayer, but locks the row: changes of one layer run one after the other. */
export async function lockLayer(ctx: Changing<SpaceCtx>, name: string) {
  const [found] = await ctx.db.select().from(layers).where(named(ctx, name)).for('update')
  if (!found) throw notFound('layer', name)
  return found
}

function named(ctx: SpaceCtx, name: string) {
  return and(eq(layers.spaceId, ctx.space.id), eq(layers.name, name))
}
