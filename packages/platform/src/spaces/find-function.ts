import { Name, notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../kernel/context.ts'
import { functions } from '../database/schema/index.ts'

/** The function of this name in the authorised space, and in no other. */
export async function findFunction(ctx: SpaceCtx, name: string) {
  if (!Name.safeParse(name).success) throw notFound('function', name)
  const [found] = await ctx.db.select().from(functions).where(named(ctx, name))
  if (!found) throw notFound('function', name)
  return found
}

/** Like findFunction, but locks the row: changes of one function run one after the other. */
export async function lockFunction(ctx: Changing<SpaceCtx>, name: string) {
  if (!Name.safeParse(name).success) throw notFound('function', name)
  const [found] = await ctx.db.select().from(functions).where(named(ctx, name)).for('update')
  if (!found) throw notFound('function', name)
  return found
}

function named(ctx: SpaceCtx, name: string) {
  return and(eq(functions.spaceId, ctx.space.id), eq(functions.name, name))
}
