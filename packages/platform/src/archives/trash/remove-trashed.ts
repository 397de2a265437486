import { eq, inArray } from 'drizzle-orm'
import { eventKeys, events, firings, removedSpaces, spaces, trash } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { deleteRecords } from './delete-records.ts'
import { discardObjects } from './discard-objects.ts'
import { lockTrashedFunction, lockTrashedSpace } from './find-trashed.ts'

/** Removes a function from the trash for good, with its invocations, logs and metrics. */
export const removeTrashedFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { trashed: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const { id, ...before } = await lockTrashedFunction(ctx, input.trashed)
      await removeFunctions(ctx, [id])
      await ctx.change.audit('functions:remove', `function ${before.name}`, { before, after: null })
    })
  },
)

/** Removes a space from the trash for good, with everything in it. */
export const removeTrashedSpace = verb(
  async ({ ctx, input }: { ctx: Ctx; input: { trashed: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const { id, trashedName, trashedAt, trashedBy } = await lockTrashedSpace(ctx, input.trashed)
      await removeSpace(ctx, id)
      const name = trashedName!
      const before = { name, trashedAt, trashedBy }
      await ctx.change.audit('spaces:remove', `space ${name}`, { before, after: null }, { id, name })
    })
  },
)

/** What the trash holds of them, and the records that they left. */
export async function removeFunctions({ db }: Changing, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await deleteRecords(db, ids)
  await db.delete(firings).where(inArray(firings.functionId, ids))
  await db.delete(trash).where(inArray(trash.id, ids))
}

export async function removeSpace(ctx: Changing, id: string): Promise<void> {
  const inside = await ctx.db.select({ id: trash.id }).from(trash).where(eq(trash.spaceId, id)).for('update')
  await removeFunctions(
    ctx,
    inside.map((fn) => fn.id),
  )
  await discardObjects(ctx.db, id)
  for (const kept of [events, eventKeys]) await ctx.db.delete(kept).where(eq(kept.spaceId, id))
  await ctx.db.delete(spaces).where(eq(spaces.id, id))
  await ctx.db.insert(removedSpaces).values({ id, removedAt: new Date(ctx.platform.clock.now()) })
}
