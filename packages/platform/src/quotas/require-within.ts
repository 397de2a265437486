import { AlcoveError, invalid, type SpaceQuota } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import { rowsOf } from '../database/connect.ts'
import { functions, spaces } from '../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../kernel/context.ts'

/**
 * Refuses a function that would exceed the limit of the space. In a space with this limit functions are created one
 * after the other.
 */
export async function requireRoomForFunction(ctx: Changing<SpaceCtx>): Promise<void> {
  const most = (await quotaOfSpace(ctx))?.functions ?? null
  if (most === null) return
  await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, ctx.space.id)).for('no key update')
  const [row] = await rowsOf<{ n: number }>(
    ctx.db,
    sql`select count(*)::int as n from functions where space_id = ${ctx.space.id}`,
  )
  if (row!.n >= most) throw full('functions', most, `The space ${ctx.space.name}`)
}

/**
 * Refuses a version, alias or trigger that would exceed the limit of a function. The caller has locked the function.
 */
export async function requireRoomFor(
  ctx: Changing<SpaceCtx>,
  what: 'versions' | 'aliases' | 'triggers',
  fn: { id: string; name: string },
): Promise<void> {
  const most = (await quotaOfSpace(ctx))?.[what] ?? null
  if (most === null) return
  const [row] = await rowsOf<{ n: number }>(
    ctx.db,
    sql`select count(*)::int as n from ${sql.identifier(what)} where function_id = ${fn.id}`,
  )
  if (row!.n >= most) throw full(what, most, `The function ${fn.name}`)
}

/** Refuses more memory than the space or the function allows. @param functionId left out for a new function */
export async function requireMemoryWithin(
  ctx: Changing<SpaceCtx>,
  memoryMb: number | undefined,
  functionId?: string,
): Promise<void> {
  if (memoryMb === undefined) return
  const limits = [(await quotaOfSpace(ctx))?.memoryMb ?? null]
  if (functionId !== undefined) {
    const [fn] = await ctx.db.select({ quota: functions.quota }).from(functions).where(eq(functions.id, functionId))
    limits.push(fn?.quota?.memoryMb ?? null)
  }
  const most = Math.min(...limits.map((limit) => limit ?? Infinity))
  if (memoryMb <= most) return
  throw invalid(
    'memoryMb',
    `The quota allows at most ${most} MB. Choose less, or ask an admin of the space to raise it`,
  )
}

async function quotaOfSpace(ctx: SpaceCtx): Promise<SpaceQuota | null> {
  const [space] = await ctx.db.select({ quota: spaces.quota }).from(spaces).where(eq(spaces.id, ctx.space.id))
  return space?.quota ?? null
}

function full(what: string, most: number, who: string): AlcoveError {
  const detail = `${who} has its quota of ${most} ${what}. Delete one, or ask an admin of the space to raise it`
  return new AlcoveError('Conflict', detail)
}
