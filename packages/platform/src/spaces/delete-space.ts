import { eq } from 'drizzle-orm'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { eventKeys, events, functions, spaces } from '../database/schema/index.ts'
import { discardObjects } from './discard-objects.ts'
import { deleteRecords } from './delete-records.ts'

/** Deletes the space with its functions, code, versions, triggers, buckets, grants, invocations, logs and metrics. */
export const deleteSpace = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const { id, name } = ctx.space
    // Lock the space against new functions, and the functions against the recorder: nothing may arrive after the
    // deletion.
    await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, id)).for('update')
    const inside = await ctx.db
      .select({ id: functions.id })
      .from(functions)
      .where(eq(functions.spaceId, id))
      .for('update')
    await deleteRecords(
      ctx.db,
      inside.map((fn) => fn.id),
    )
    await discardObjects(ctx.db, id)
    for (const kept of [events, eventKeys]) await ctx.db.delete(kept).where(eq(kept.spaceId, id))
    await ctx.db.delete(spaces).where(eq(spaces.id, id))
    await ctx.change.audit('spaces:delete', `space ${name}`, { functions: inside.length })
    ctx.change.accessChanged()
    ctx.change.reroute({ spaceId: id })
  })
})
