import { COUNT_LIMITS, type CountLimit } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { countsOf, type Counts } from './counts-of.ts'
import { CODE_LOCK, full, quotaOfSpace, tellNearlyFull } from './require-within.ts'

/**
 * Runs what adds many things to a space at once, and refuses all of it when the space, or one of its functions, would
 * have more than its quota allows.
 */
export async function keepWithin<T>(ctx: Changing<SpaceCtx>, run: () => Promise<T>): Promise<T> {
  if (!(await limitsCounts(ctx))) return run()
  const before = await countsIn(ctx)
  const result = await run()
  // Lock after the rows are written, as every change that adds code does: others are counted once they commit.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${CODE_LOCK}, hashtext(${ctx.space.id}))`)
  // Again: an archive sets the quota too.
  const quota = await quotaOfSpace(ctx)
  const after = await countsIn(ctx)
  for (const limit of COUNT_LIMITS) {
    const most = quota?.[limit] ?? null
    const [had, has] = [before[limit] ?? 0, after[limit] ?? 0]
    if (most === null || has <= had) continue
    if (has > most) throw full(limit, most, ownerOf(ctx, limit))
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await tellNearlyFull(ctx, { limit, most, before: had, after: has })
  }
  return result
}

/** Why a space has no room for so much more; null: it has. Nothing is changed. */
export async function lackOfRoom(ctx: SpaceCtx, more: Counts): Promise<string | null> {
  const quota = await quotaOfSpace(ctx)
  const counts = await countsIn(ctx)
  for (const limit of COUNT_LIMITS) {
    const most = quota?.[limit] ?? null
    const added = more[limit] ?? 0
    if (most === null || added === 0) continue
    const has = OF_FUNCTIONS.has(limit) ? added : (counts[limit] ?? 0) + added
    if (has > most) return full(limit, most, ownerOf(ctx, limit)).message
  }
  return null
}

const OF_FUNCTIONS: ReadonlySet<CountLimit> = new Set(['versions', 'aliases', 'triggers'])

const ownerOf = ({ space }: SpaceCtx, limit: CountLimit): string =>
  OF_FUNCTIONS.has(limit) ? `A function of ${space.name}` : `The space ${space.name}`

const countsIn = (ctx: SpaceCtx): Promise<Counts> => countsOf(ctx, { spaceId: ctx.space.id, functionId: null })

async function limitsCounts(ctx: SpaceCtx): Promise<boolean> {
  const quota = await quotaOfSpace(ctx)
  return COUNT_LIMITS.some((limit) => (quota?.[limit] ?? null) !== null)
}
