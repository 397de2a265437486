import { notFound } from '@alcove/contract'
import { and, desc, eq, isNotNull, type SQL } from 'drizzle-orm'
import { spaces, trash } from '../../database/schema/index.ts'
import { rightsIn } from '../../identity/access/rights.ts'
import { grantFacts } from '../../identity/access/space-facts.ts'
import type { Changing, Ctx, SpaceCtx } from '../../kernel/context.ts'

type TrashedSpaceRow = typeof spaces.$inferSelect

/** Spaces in the trash that the actor may restore: with the rights it had in them, as of now. */
export async function trashedSpaces(ctx: Ctx, where?: SQL): Promise<TrashedSpaceRow[]> {
  const rows = await ctx.db
    .select({ space: spaces, grants: grantFacts(ctx.actor) })
    .from(spaces)
    .where(and(isNotNull(spaces.trashedAt), where))
    .orderBy(desc(spaces.trashedAt))
  const now = ctx.platform.clock.now()
  return rows
    .filter(({ space, grants }) => {
      const { name, visibility } = space
      return rightsIn(ctx.actor, { name, visibility, grants }, now).actions.has('spaces:write')
    })
    .map(({ space }) => space)
}

/** Locks it. One that the actor may not restore looks as if it was not there. @throws {AlcoveError} NotFound */
export async function lockTrashedSpace(ctx: Changing, id: string): Promise<TrashedSpaceRow> {
  await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, id)).for('update')
  const [space] = await trashedSpaces(ctx, eq(spaces.id, id))
  if (!space) throw notFound('space in the trash', id)
  return space
}

/** Locks it. @throws {AlcoveError} NotFound */
export async function lockTrashedFunction(ctx: Changing<SpaceCtx>, id: string) {
  const [found] = await ctx.db
    .select({ id: trash.id, name: trash.name, trashedAt: trash.trashedAt, trashedBy: trash.trashedBy })
    .from(trash)
    .where(and(eq(trash.spaceId, ctx.space.id), eq(trash.id, id), eq(trash.withSpace, false)))
    .for('update')
  if (!found) throw notFound('function in the trash', id)
  return found
}
