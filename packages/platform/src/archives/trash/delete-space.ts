import { and, eq } from 'drizzle-orm'
import { backgroundActions, functions, spaces } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { packFunctions } from './pack-functions.ts'
import { spaceState } from './space-state.ts'

/**
 * Moves the space to the trash: its functions as if each was deleted. Buckets, layers, routes and grants stay in place, out
 * of reach, as the space has no name any more. Its name is free at once; host names stay taken.
 */
export const deleteSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const { id, name } = ctx.space
    // Lock the space against new functions.
    const [space] = await ctx.db.select().from(spaces).where(eq(spaces.id, id)).for('update')
    const inside = await ctx.db
      .select({ id: functions.id })
      .from(functions)
      .where(eq(functions.spaceId, id))
      .for('update')
    await packFunctions(ctx, { ids: inside.map((fn) => fn.id), withSpace: true })
    await ctx.db
      .update(backgroundActions)
      .set({ stopping: true })
      .where(and(eq(backgroundActions.spaceId, id), eq(backgroundActions.state, 'running')))
    await ctx.db
      .update(spaces)
      .set({
        name: `trash:${id}`,
        trashedName: name,
        trashedAt: new Date(ctx.platform.clock.now()),
        trashedBy: nameOf(ctx.actor),
      })
      .where(eq(spaces.id, id))
    await ctx.change.audit('spaces:delete', `space ${name}`, {
      before: { ...spaceState(space!), functions: inside.length },
      after: null,
    })
    ctx.change.accessChanged()
    ctx.change.reroute({ spaceId: id })
  })
})
