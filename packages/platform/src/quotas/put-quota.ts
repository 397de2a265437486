import type { FunctionQuota, FunctionQuotaState, SpaceQuota, SpaceQuotaState } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { functions, quotaCounters, spaces } from '../database/schema/index.ts'
import { changed } from '../kernel/audit/changed.ts'
import { change } from '../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../kernel/context.ts'
import { stateOf } from './get-quota.ts'
import { lift } from './lift.ts'
import { readOpen } from './list-suspensions.ts'
import { lockQuota, raiseEpoch, type StoredQuota } from './quota-of.ts'
import { SPENDING_CHANGED } from './spending-changed.ts'
import { unitOf } from './units.ts'

export const putFunctionQuota = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; quota: FunctionQuota } }): Promise<FunctionQuotaState> =>
    put(ctx, input.fn, input.quota),
)

export const putSpaceQuota = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { quota: SpaceQuota } }): Promise<SpaceQuotaState> =>
    (await put(ctx, undefined, input.quota)) as SpaceQuotaState,
)

/** Sets all limits at once. A limit that is no longer used up suspends nothing any more. */
async function put(
  ctx: SpaceCtx,
  fn: string | undefined,
  quota: FunctionQuota | SpaceQuota,
): Promise<FunctionQuotaState> {
  return change(ctx, async (ctx) => {
    const before = await lockQuota(ctx, fn)
    const limitsNothing = Object.entries(quota).every(([name, value]) => name === 'whenSuspended' || value === null)
    const stored = limitsNothing && quota.whenSuspended === 'hold' ? null : quota
    if (before.functionId === null) {
      await ctx.db
        .update(spaces)
        .set({ quota: stored as SpaceQuota | null })
        .where(eq(spaces.id, ctx.space.id))
    } else {
      await ctx.db.update(functions).set({ quota: stored }).where(eq(functions.id, before.functionId))
    }
    const after: StoredQuota = { ...before, quota }
    await liftWhereRoom(ctx, after)
    await raiseEpoch(ctx, after)
    if (after.functionId === null) ctx.change.jobQueued(SPENDING_CHANGED)
    const target = before.function === null ? `space ${ctx.space.name}` : `function ${before.function}`
    await ctx.change.audit('quotas:put', target, changed(before.quota, { ...quota }))
    return stateOf(ctx, after)
  })
}

async function liftWhereRoom(ctx: Changing<SpaceCtx>, { scopeId, functionId, quota }: StoredQuota): Promise<void> {
  const open = await readOpen(ctx, functionId)
  if (open.length === 0) return
  const starts = open.map(({ startsAt }) => startsAt)
  const counters = await ctx.db
    .select()
    .from(quotaCounters)
    .where(and(eq(quotaCounters.scopeId, scopeId), inArray(quotaCounters.startsAt, starts)))
  const usedOf = (limit: string, startsAt: Date) =>
    counters.find((each) => each.limit === limit && each.startsAt.getTime() === startsAt.getTime())?.used ?? 0
  await lift(
    ctx,
    open.filter(({ limit, startsAt }) => {
      const most = quota[limit] ?? null
      return most === null || most * unitOf(limit) > usedOf(limit, startsAt)
    }),
  )
}
