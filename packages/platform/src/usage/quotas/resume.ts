import {
  AlcoveError,
  type CallQuotaState,
  type FunctionQuotaState,
  type Resume,
  type SpaceQuotaState,
} from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { quotaCounters } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { stateOf } from './get-quota.ts'
import { lift } from './lift.ts'
import { readOpen } from './list-suspensions.ts'
import { lockQuota, raiseEpoch, targetOf, type QuotaPlace } from './quota-of.ts'
import { unitOf } from './units.ts'

/** Lifts what suspends, for so much more or until the window ends. The limit stays. */
async function resume(ctx: Ctx, place: QuotaPlace, { more }: Resume): Promise<CallQuotaState> {
  return change(ctx, async (ctx) => {
    const stored = await lockQuota(ctx, place)
    const now = ctx.platform.clock.now()
    const open = (await readOpen(ctx, [stored.scopeId])).filter(({ resumesAt }) => resumesAt.getTime() > now)
    if (open.length === 0) throw new AlcoveError('Conflict', `Nothing suspends the ${targetOf(stored)}`)
    for (const { limit, startsAt } of open) {
      const allowed = (stored.quota[limit] ?? 0) * unitOf(limit)
      const extra =
        more === undefined ? null : sql`${quotaCounters.used} - ${allowed}::bigint + ${more * unitOf(limit)}::bigint`
      const counter = [eq(quotaCounters.scopeId, stored.scopeId), eq(quotaCounters.limit, limit)]
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await ctx.db
        .update(quotaCounters)
        .set({ extra })
        .where(and(...counter, eq(quotaCounters.startsAt, startsAt)))
    }
    await lift(ctx, stored, open)
    await raiseEpoch(ctx, stored)
    const detail = { before: { suspendedBy: open.map(({ limit }) => limit) }, after: { more: more ?? null } }
    await ctx.change.audit('quotas:resume', targetOf(stored), detail)
    return stateOf(ctx, stored)
  })
}

export const resumeFunction = verb(
  async ({ ctx, input: { fn, ...how } }: { ctx: SpaceCtx; input: Resume & { fn: string } }) =>
    (await resume(ctx, { of: 'function', fn }, how)) as FunctionQuotaState,
)

export const resumeSpace = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Resume }) =>
    (await resume(ctx, { of: 'space' }, input)) as SpaceQuotaState,
)

/** Resumes the calls of a trigger, a route, a key, or all of Alcove. */
export const resumeCalls = verb(
  async ({ ctx, input: { place, ...how } }: { ctx: Ctx; input: Resume & { place: QuotaPlace } }) => {
    const state = await resume(ctx, place, how)
    if (place.of === 'platform') await ctx.platform.quotas.reload()
    return state
  },
)
