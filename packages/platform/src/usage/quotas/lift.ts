import { inArray } from 'drizzle-orm'
import { suspensions } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing } from '../../kernel/context.ts'
import { publishResumed } from './end-suspensions.ts'
import type { StoredQuota } from './quota-of.ts'

type Open = Pick<typeof suspensions.$inferSelect, 'id' | 'limit'>

/** Ends suspensions before their time. */
export async function lift(ctx: Changing, stored: StoredQuota, open: readonly Open[]): Promise<void> {
  if (open.length === 0) return
  const ids = open.map(({ id }) => id)
  const by = nameOf(ctx.actor)
  const resumedAt = new Date(ctx.platform.clock.now())
  await ctx.db.update(suspensions).set({ resumedAt, resumedBy: by }).where(inArray(suspensions.id, ids))
  const { spaceId, space, function: fn, part } = stored
  await publishResumed(
    ctx,
    open.map(({ limit }) => ({ space_id: spaceId, space, function: fn, part, limit, by })),
  )
}
