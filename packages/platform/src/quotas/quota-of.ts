import { notFound, type FunctionQuota, type SpaceQuota } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import { functions, spaces } from '../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../kernel/context.ts'
import { findFunction, lockFunction } from '../spaces/find-function.ts'

/** A space's quota, or a function's. */
export interface StoredQuota {
  scopeId: string
  functionId: string | null
  function: string | null
  quota: Partial<SpaceQuota> & FunctionQuota
}

const NO_LIMITS: FunctionQuota = {
  executionsPerMinute: null,
  executionsPerDay: null,
  executionsPerMonth: null,
  gbSecondsPerDay: null,
  gbSecondsPerMonth: null,
  egressMbPerDay: null,
  egressMbPerMonth: null,
  logMbPerDay: null,
  concurrency: null,
  memoryMb: null,
  whenSuspended: 'hold',
}
const NO_SPACE_LIMITS: SpaceQuota = {
  ...NO_LIMITS,
  spendPerMonth: null,
  functions: null,
  versions: null,
  aliases: null,
  triggers: null,
  buckets: null,
  routes: null,
  codeMb: null,
}

/** @param fn left out: the space's own */
export async function readQuota(ctx: SpaceCtx, fn: string | undefined): Promise<StoredQuota> {
  return fn === undefined ? spaceQuota(ctx, false) : functionQuota(await findFunction(ctx, fn))
}

/** Like readQuota; changes of a quota run one after the other. */
export async function lockQuota(ctx: Changing<SpaceCtx>, fn: string | undefined): Promise<StoredQuota> {
  return fn === undefined ? spaceQuota(ctx, true) : functionQuota(await lockFunction(ctx, fn))
}

function functionQuota({ id, name, quota }: typeof functions.$inferSelect): StoredQuota {
  return { scopeId: id, functionId: id, function: name, quota: { ...NO_LIMITS, ...quota } }
}

async function spaceQuota(ctx: SpaceCtx, lock: boolean): Promise<StoredQuota> {
  const { id, name } = ctx.space
  const query = ctx.db.select({ quota: spaces.quota }).from(spaces).where(eq(spaces.id, id))
  // Functions may be created meanwhile: their foreign key takes a weaker lock.
  const [space] = await (lock ? query.for('no key update') : query)
  if (!space) throw notFound('space', name)
  return { scopeId: id, functionId: null, function: null, quota: { ...NO_SPACE_LIMITS, ...space.quota } }
}

/** Makes every server forget which limits are used up. */
export async function raiseEpoch(ctx: Changing<SpaceCtx>, { functionId }: StoredQuota): Promise<void> {
  if (functionId === null) {
    const epoch = sql`${spaces.quotaEpoch} + 1`
    await ctx.db.update(spaces).set({ quotaEpoch: epoch }).where(eq(spaces.id, ctx.space.id))
    ctx.change.reroute({ spaceId: ctx.space.id })
  } else {
    const epoch = sql`${functions.quotaEpoch} + 1`
    await ctx.db.update(functions).set({ quotaEpoch: epoch }).where(eq(functions.id, functionId))
    ctx.change.reroute({ functionId })
  }
}
