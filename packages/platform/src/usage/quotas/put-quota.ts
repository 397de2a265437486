import type {
  CallQuota,
  CallQuotaState,
  FunctionQuota,
  FunctionQuotaState,
  SpaceQuota,
  SpaceQuotaState,
} from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { callQuotas, functions, quotaCounters, spaces } from '../../database/schema/index.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { stateOf } from './get-quota.ts'
import { lift } from './lift.ts'
import { readOpen } from './list-suspensions.ts'
import { requireMayHold, requireMayStore } from '../../spaces/storage-ceiling.ts'
import { lockQuota, quotaEtag, raiseEpoch, targetOf, type QuotaPlace, type StoredQuota } from './quota-of.ts'
import { SPENDING_CHANGED } from './spending-changed.ts'
import { unitOf } from './units.ts'

interface PutQuota<Quota> {
  quota: Quota
  /** ETags of the quota that the caller has seen. */
  expected?: Expected | undefined
}

export const putFunctionQuota = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: PutQuota<FunctionQuota> & { fn: string }
  }): Promise<FunctionQuotaState> => (await put(ctx, { of: 'function', fn: input.fn }, input)) as FunctionQuotaState,
)

export const putSpaceQuota = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutQuota<SpaceQuota> }): Promise<SpaceQuotaState> =>
    (await put(ctx, { of: 'space' }, input)) as SpaceQuotaState,
)

/** Sets the quota of a trigger, a route, a key, or all of Alcove. */
export const putCallQuota = verb(
  async ({ ctx, input }: { ctx: Ctx; input: PutQuota<CallQuota> & { place: QuotaPlace } }): Promise<CallQuotaState> => {
    const state = await put(ctx, input.place, input)
    if (input.place.of === 'platform') await ctx.platform.quotas.reload()
    return state
  },
)

/** Sets all limits at once. A limit that is no longer used up suspends nothing any more. */
async function put(
  ctx: Ctx,
  place: QuotaPlace,
  { quota, expected }: PutQuota<CallQuota | FunctionQuota | SpaceQuota>,
): Promise<CallQuotaState> {
  return change(ctx, async (ctx) => {
    const before = await lockQuota(ctx, place)
    requireExpected(expected, quotaEtag(before), `The quota of ${targetOf(before)}`)
    if (place.of === 'space') await storeSizes(ctx, before, quota as SpaceQuota)
    await store(ctx, before, quota)
    const after = await lockQuota(ctx, place)
    await liftWhereRoom(ctx, after)
    await raiseEpoch(ctx, after)
    if (place.of === 'space') ctx.change.jobQueued(SPENDING_CHANGED)
    await ctx.change.audit('quotas:put', targetOf(before), changed(before.quota, { ...quota }))
    return stateOf(ctx, after)
  })
}

/** What a space may store is a column of its own: it always has such limits. */
async function storeSizes(ctx: Changing, { scopeId, quota: before }: StoredQuota, given: SpaceQuota): Promise<void> {
  const { objectStorageMb, storageMb } = given
  if (objectStorageMb === undefined && storageMb === undefined) return
  if (storageMb !== undefined) await requireMayStore(ctx, storageMb, before.storageMb ?? 0)
  if (objectStorageMb !== undefined) requireMayHold(ctx, objectStorageMb, before.objectStorageMb ?? 0)
  await ctx.db.update(spaces).set({ objectStorageMb, storageMb }).where(eq(spaces.id, scopeId))
}

async function store(
  ctx: Changing,
  { scopeId, functionId, part }: StoredQuota,
  quota: CallQuota | FunctionQuota | SpaceQuota,
): Promise<void> {
  if (part !== null) {
    await ctx.db.update(callQuotas).set({ quota }).where(eq(callQuotas.scopeId, scopeId))
    return
  }
  const { objectStorageMb: _objects, storageMb: _files, ...limits } = quota as SpaceQuota
  const limitsNothing = Object.entries(limits).every(([name, value]) => name === 'whenSuspended' || value === null)
  const holds = !('whenSuspended' in limits) || limits.whenSuspended === 'hold'
  const stored = limitsNothing && holds ? null : limits
  if (functionId === null) {
    await ctx.db
      .update(spaces)
      .set({ quota: stored as SpaceQuota | null })
      .where(eq(spaces.id, scopeId))
  } else {
    await ctx.db
      .update(functions)
      .set({ quota: stored as FunctionQuota | null })
      .where(eq(functions.id, functionId))
  }
}

async function liftWhereRoom(ctx: Changing, stored: StoredQuota): Promise<void> {
  const { scopeId, quota } = stored
  const open = await readOpen(ctx, [scopeId])
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
    stored,
    open.filter(({ limit, startsAt }) => {
      const most = quota[limit] ?? null
      return most === null || most * unitOf(limit) > usedOf(limit, startsAt)
    }),
  )
}
