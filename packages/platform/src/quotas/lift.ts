import { inArray } from 'drizzle-orm'
import { suspensions } from '../database/schema/index.ts'
import { nameOf } from '../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../kernel/context.ts'
import { publishResumed } from './end-suspensions.ts'

type Open = Pick<typeof suspensions.$inferSelect, 'id' | 'function' | 'limit'>

/** Ends suspensions before their time. */
export async function lift(ctx: Changing<SpaceCtx>, open: readonly Open[]): Promise<void> {
  if (open.length === 0) return
  const ids = open.map(({ id }) => id)
  const by = nameOf(ctx.actor)
  const resumedAt = new Date(ctx.platform.clock.now())
  await ctx.db.update(suspensions).set({ resumedAt, resumedBy: by }).where(inArray(suspensions.id, ids))
  const { id, name } = ctx.space
  await publishResumed(
    ctx,
    open.map(({ function: fn, limit }) => ({ space_id: id, space: name, function: fn, limit, by })),
  )
}
