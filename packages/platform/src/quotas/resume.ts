import { AlcoveError, type FunctionQuotaState, type Resume, type SpaceQuotaState } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { quotaCounters } from '../database/schema/index.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { stateOf } from './get-quota.ts'
import { lift } from './lift.ts'
import { readOpen } from './list-suspensions.ts'
import { lockQuota, raiseEpoch } from './quota-of.ts'
import { unitOf } from './units.ts'

type Input = Resume & { fn?: string }

/** Resumes a suspended space or function, for a given allowance or until the window ends. The limit stays. */
const resume = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<FunctionQuotaState> => {
  return change(ctx, async (ctx) => {
    const stored = await lockQuota(ctx, input.fn)
    const now = ctx.platform.clock.now()
    const open = (await readOpen(ctx, stored.functionId)).filter(({ resumesAt }) => resumesAt.getTime() > now)
    const target = stored.function === null ? `space ${ctx.space.name}` : `function ${stored.function}`
    if (open.length === 0) throw new AlcoveError('Conflict', `Nothing suspends the ${target}`)
    for (const { limit, startsAt } of open) {
      const allowed = (stored.quota[limit] ?? 0) * unitOf(limit)
      const { more } = input
      const extra =
        more === undefined ? null : sql`${quotaCounters.used} - ${allowed}::bigint + ${more * unitOf(limit)}::bigint`
      const counter = [eq(quotaCounters.scopeId, stored.scopeId), eq(quotaCounters.limit, limit)]
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await ctx.db
        .update(quotaCounters)
        .set({ extra })
        .where(and(...counter, eq(quotaCounters.startsAt, startsAt)))
    }
    await lift(ctx, open)
    await raiseEpoch(ctx, stored)
    const detail = { before: { suspendedBy: open.map(({ limit }) => limit) }, after: { more: input.more ?? null } }
    await ctx.change.audit('quotas:resume', target, detail)
    return stateOf(ctx, stored)
  })
})

export const resumeFunction = resume as (request: {
  ctx: SpaceCtx
  input: Resume & { fn: string }
}) => Promise<FunctionQuotaState>
export const resumeSpace = resume as unknown as (request: { ctx: SpaceCtx; input: Resume }) => Promise<SpaceQuotaState>
