import { AlcoveError, notFound, type CallQuota, type FunctionQuota, type SpaceQuota } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { apiKeys, callQuotas, functions, routes, spaces, triggers } from '../../database/schema/index.ts'
import { requireKeysWrite } from '../../identity/keys/may-manage-keys.ts'
import { visibleKeys } from '../../identity/keys/visible-keys.ts'
import { authorizePlatform } from '../../identity/access/authorize-platform.ts'
import type { Changing, Ctx, SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { findFunction, lockFunction } from '../../spaces/find-function.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { QUOTAS_CHANGED } from './quotas-changed.ts'

/** Whose quota it is. What lies in a space needs a context of that space. */
export type QuotaPlace =
  | { of: 'space' }
  | { of: 'function'; fn: string }
  | { of: 'trigger'; fn: string; trigger: string }
  | { of: 'route'; route: string }
  | { of: 'key'; key: string }
  | { of: 'platform' }

/** A quota, and what it limits. */
export interface StoredQuota extends Pick<QuotaScope, 'spaceId' | 'space' | 'function' | 'part'> {
  scopeId: string
  /** The function, or the function of the trigger. */
  functionId: string | null
  quota: Partial<SpaceQuota> & CallQuota
}

/** Stands for the installation, which has one quota. */
export const INSTALLATION_SCOPE = '00000000-0000-0000-0000-000000000000'

const NO_CALL_LIMITS: CallQuota = {
  executionsPerMinute: null,
  executionsPerDay: null,
  executionsPerMonth: null,
  concurrency: null,
}
const NO_LIMITS: FunctionQuota = {
  ...NO_CALL_LIMITS,
  gbSecondsPerDay: null,
  gbSecondsPerMonth: null,
  egressMbPerDay: null,
  egressMbPerMonth: null,
  logMbPerDay: null,
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

export const quotaEtag = ({ quota }: StoredQuota): string => etagOf(quota)

/** @throws {AlcoveError} NotFound */
export async function readQuota(ctx: Ctx | SpaceCtx, place: QuotaPlace): Promise<StoredQuota> {
  return find(ctx, place, false)
}

/** Like readQuota; changes of a quota run one after the other. */
export async function lockQuota(ctx: Changing, place: QuotaPlace): Promise<StoredQuota> {
  return find(ctx, place, true)
}

async function find(ctx: Ctx | SpaceCtx, place: QuotaPlace, lock: boolean): Promise<StoredQuota> {
  switch (place.of) {
    case 'platform':
      authorizePlatform({ ctx, action: 'platform:admin' })
      return partQuota(ctx, INSTALLATION_SCOPE, { part: { kind: 'platform', name: 'Alcove' } }, lock)
    case 'key':
      return keyQuota(ctx, place.key, lock)
    case 'space':
      return spaceQuota(inSpace(ctx), lock)
    case 'function':
      return functionQuota(inSpace(ctx), place.fn, lock)
    case 'trigger':
      return triggerQuota(inSpace(ctx), place, lock)
    case 'route':
      return routeQuota(inSpace(ctx), place.route, lock)
  }
}

function inSpace(ctx: Ctx | SpaceCtx): SpaceCtx {
  if (!('space' in ctx)) throw new Error('A quota in a space was asked for without one')
  return ctx as SpaceCtx
}

const placeOf = ({ space: { id: spaceId, name: space } }: SpaceCtx) => ({ spaceId, space })

async function spaceQuota(ctx: SpaceCtx, lock: boolean): Promise<StoredQuota> {
  const { id, name } = ctx.space
  const { quota: limits, objectStorageMb, storageMb } = spaces
  const query = ctx.db.select({ limits, objectStorageMb, storageMb }).from(spaces).where(eq(spaces.id, id))
  // Functions may be created meanwhile: their foreign key takes a weaker lock.
  const [space] = await (lock ? query.for('no key update') : query)
  if (!space) throw notFound('space', name)
  const quota = {
    ...NO_SPACE_LIMITS,
    ...space.limits,
    objectStorageMb: space.objectStorageMb,
    storageMb: space.storageMb,
  }
  return { ...placeOf(ctx), scopeId: id, functionId: null, function: null, part: null, quota }
}

async function functionQuota(ctx: SpaceCtx, fn: string, lock: boolean): Promise<StoredQuota> {
  const { id, name, quota } = lock ? await lockFunction(ctx as Changing<SpaceCtx>, fn) : await findFunction(ctx, fn)
  const limits = { ...NO_LIMITS, ...quota }
  return { ...placeOf(ctx), scopeId: id, functionId: id, function: name, part: null, quota: limits }
}

async function triggerQuota(
  ctx: SpaceCtx,
  { fn, trigger: name }: { fn: string; trigger: string },
  lock: boolean,
): Promise<StoredQuota> {
  const { id: functionId } = await findFunction(ctx, fn)
  const [trigger] = await ctx.db
    .select({ id: triggers.id })
    .from(triggers)
    .where(and(eq(triggers.functionId, functionId), eq(triggers.name, name)))
  if (!trigger) throw notFound('trigger', name)
  const part = { kind: 'trigger', name } as const
  return partQuota(ctx, trigger.id, { ...placeOf(ctx), functionId, function: fn, part }, lock)
}

async function routeQuota(ctx: SpaceCtx, name: string, lock: boolean): Promise<StoredQuota> {
  const [route] = await ctx.db
    .select({ id: routes.id })
    .from(routes)
    .where(and(eq(routes.spaceId, ctx.space.id), eq(routes.name, name)))
  if (!route) throw notFound('route', name)
  return partQuota(ctx, route.id, { ...placeOf(ctx), part: { kind: 'route', name } }, lock)
}

async function keyQuota(ctx: Ctx, id: string, lock: boolean): Promise<StoredQuota> {
  requireKeysWrite(ctx)
  const [key] = await ctx.db
    .select({ name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), visibleKeys(ctx)))
  if (!key) throw notFound('key', id)
  if (lock && ctx.actor.kind === 'key' && ctx.actor.id === id) {
    throw new AlcoveError('Forbidden', 'An API key cannot change its own limits: sign in to do this')
  }
  return partQuota(ctx, id, { part: { kind: 'key', name: key.name } }, lock)
}

type PartOf = Pick<StoredQuota, 'part'> & Partial<Pick<StoredQuota, 'spaceId' | 'space' | 'functionId' | 'function'>>

async function partQuota(ctx: Ctx, scopeId: string, of: PartOf, lock: boolean): Promise<StoredQuota> {
  const row = eq(callQuotas.scopeId, scopeId)
  if (lock) {
    const empty = { scopeId, kind: of.part!.kind, quota: NO_CALL_LIMITS }
    await ctx.db.insert(callQuotas).values(empty).onConflictDoNothing()
  }
  const query = ctx.db.select({ quota: callQuotas.quota }).from(callQuotas).where(row)
  const [stored] = await (lock ? query.for('update') : query)
  const nowhere = { spaceId: null, space: null, functionId: null, function: null }
  return { ...nowhere, ...of, scopeId, quota: { ...NO_CALL_LIMITS, ...stored?.quota } }
}

/** As the audit names it. */
export function targetOf({ space, function: fn, part }: StoredQuota): string {
  if (part?.kind === 'platform') return 'all of Alcove'
  if (part?.kind === 'trigger') return `trigger ${part.name} of function ${fn}`
  if (part !== null) return `${part.kind} ${part.name}`
  return fn === null ? `space ${space}` : `function ${fn}`
}

/** Every server forgets what it knows to be used up. */
export async function raiseEpoch(ctx: Changing, { scopeId, spaceId, functionId, part }: StoredQuota): Promise<void> {
  if (part !== null) {
    const epoch = sql`${callQuotas.epoch} + 1`
    await ctx.db.update(callQuotas).set({ epoch }).where(eq(callQuotas.scopeId, scopeId))
  } else if (functionId === null) {
    await ctx.db
      .update(spaces)
      .set({ quotaEpoch: sql`${spaces.quotaEpoch} + 1` })
      .where(eq(spaces.id, scopeId))
  } else {
    await ctx.db
      .update(functions)
      .set({ quotaEpoch: sql`${functions.quotaEpoch} + 1` })
      .where(eq(functions.id, functionId))
  }
  // Where calls find it: with the routes, the key, or by itself.
  if (part?.kind === 'route') ctx.change.gatewayChanged(spaceId!)
  else if (part?.kind === 'key') ctx.change.accessChanged()
  else if (part?.kind === 'platform') ctx.change.jobQueued(QUOTAS_CHANGED)
  else if (functionId !== null) ctx.change.reroute({ functionId })
  else ctx.change.reroute({ spaceId: spaceId! })
}
