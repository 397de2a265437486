import { AlcoveError, invalid, type CountLimit, type SpaceQuota } from '@alcove/contract'
import { eq, sql, type SQL } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { functions, spaces } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { codeBytesOf } from './code-bytes.ts'
import { WARN_AT } from './counter.ts'

/** The first number of a pair that names an advisory lock. */
export const CODE_LOCK = 0x636f6465
const BYTES_PER_MB = 1_000_000

/**
 * Refuses a function that would exceed the limit of the space, or whose space is being deleted. Call it before the row
 * of a function of this space is locked, as deleting the space locks the space first.
 */
export async function requireRoomForFunction(ctx: Changing<SpaceCtx>): Promise<void> {
  await requireRoomInSpace(
    ctx,
    'functions',
    sql`select count(*)::int as n from functions where space_id = ${ctx.space.id}`,
  )
}

export async function requireRoomForBucket(ctx: Changing<SpaceCtx>): Promise<void> {
  await requireRoomInSpace(ctx, 'buckets', sql`select count(*)::int as n from buckets where space_id = ${ctx.space.id}`)
}

/** The caller has locked the space. @param adding how many more there will be */
export async function requireRoomForRoutes(ctx: Changing<SpaceCtx>, adding: number): Promise<void> {
  const most = (await quotaOfSpace(ctx))?.routes ?? null
  if (most === null || adding <= 0) return
  const used = await countOf(ctx, sql`select count(*)::int as n from routes where space_id = ${ctx.space.id}`)
  await requireRoom(ctx, { limit: 'routes', most, used, adding, who: spaceName(ctx) })
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
  const used = await countOf(
    ctx,
    sql`select count(*)::int as n from ${sql.identifier(what)} where function_id = ${fn.id}`,
  )
  await requireRoom(ctx, { limit: what, most, used, adding: 1, who: `The function ${fn.name}`, function: fn.name })
}

/** Refuses more code than the space may hold. @param bytes how much more there will be; a negative number always fits */
export async function requireRoomForCode(ctx: Changing<SpaceCtx>, bytes: number): Promise<void> {
  const most = (await quotaOfSpace(ctx))?.codeMb ?? null
  if (most === null || bytes <= 0) return
  // Not the row of the space: who changes routes locks it before functions.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${CODE_LOCK}, hashtext(${ctx.space.id}))`)
  const used = await countOf(ctx, sql`select ${codeBytesOf(sql`${ctx.space.id}::uuid`)}::float8 as n`)
  const inMb = { used: used / BYTES_PER_MB, adding: bytes / BYTES_PER_MB }
  await requireRoom(ctx, { limit: 'codeMb', most, ...inMb, who: spaceName(ctx) })
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

/** What a space has this limit of is created one by one. */
async function requireRoomInSpace(ctx: Changing<SpaceCtx>, limit: 'functions' | 'buckets', count: SQL): Promise<void> {
  await lockSpace(ctx)
  const most = (await quotaOfSpace(ctx))?.[limit] ?? null
  if (most === null) return
  const used = await countOf(ctx, count)
  await requireRoom(ctx, { limit, most, used, adding: 1, who: spaceName(ctx) })
}

interface Room {
  limit: CountLimit
  most: number
  used: number
  adding: number
  /** As a sentence begins. */
  who: string
  function?: string | undefined
}

/** Refuses what does not fit, and publishes a warning near the limit. */
async function requireRoom(ctx: Changing<SpaceCtx>, { limit, most, used, adding, who, function: fn }: Room) {
  const after = used + adding
  if (after > most) throw full(limit, most, who)
  await tellNearlyFull(ctx, { limit, most, before: used, after, function: fn })
}

/** An event when this makes it 80 % of the limit. */
export async function tellNearlyFull(
  ctx: Changing<SpaceCtx>,
  {
    limit,
    most,
    before,
    after,
    function: fn,
  }: Pick<Room, 'limit' | 'most' | 'function'> & {
    before: number
    after: number
  },
): Promise<void> {
  if (before >= most * WARN_AT || after < most * WARN_AT) return
  const source = `/spaces/${ctx.space.name}${fn === undefined ? '' : `/functions/${fn}`}`
  const data = { function: fn ?? null, limit, allowed: most, used: after }
  await publishEvents(ctx, ctx.space.id, [{ type: 'alcove.quota.warning', source, subject: limit, data }])
}

const spaceName = (ctx: SpaceCtx) => `The space ${ctx.space.name}`

async function countOf(ctx: SpaceCtx, query: SQL): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(ctx.db, query)
  return row!.n
}

export async function quotaOfSpace(ctx: SpaceCtx): Promise<SpaceQuota | null> {
  const [space] = await ctx.db.select({ quota: spaces.quota }).from(spaces).where(eq(spaces.id, ctx.space.id))
  return space?.quota ?? null
}

export function full(limit: CountLimit, most: number, who: string): AlcoveError {
  const what = limit === 'codeMb' ? `${most} MB of code` : `${most} ${limit}`
  return new AlcoveError(
    'Conflict',
    `${who} has its quota of ${what}. Delete some, or ask an admin of the space to raise it`,
  )
}
