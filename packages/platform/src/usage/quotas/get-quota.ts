import {
  QUOTA_LIMITS,
  WINDOWED_LIMITS,
  type CallQuotaState,
  type FunctionQuotaState,
  type QuotaLimit,
  type QuotaUse,
  type SpaceQuotaState,
} from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { countsOf, type Counts } from './counts-of.ts'
import { readOpen, readSuspension } from './list-suspensions.ts'
import { quotaEtag, readQuota, type QuotaPlace, type StoredQuota } from './quota-of.ts'
import { windowUse } from './window-use.ts'
import { windowOf } from './windows.ts'

export const getSpaceQuota = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<SpaceQuotaState> => {
  return (await stateOf(ctx, await readQuota(ctx, { of: 'space' }))) as SpaceQuotaState
})

export const getFunctionQuota = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<FunctionQuotaState> =>
    (await stateOf(ctx, await readQuota(ctx, { of: 'function', fn: input.fn }))) as FunctionQuotaState,
)

/** The quota of a trigger, a route, a key, or all of Alcove. */
export const getCallQuota = verb(
  async ({ ctx, input }: { ctx: Ctx; input: { place: QuotaPlace } }): Promise<CallQuotaState> =>
    stateOf(ctx, await readQuota(ctx, input.place)),
)

/** The limits with what is used of each. */
export async function stateOf(ctx: Ctx, stored: StoredQuota): Promise<CallQuotaState> {
  const { quota } = stored
  const used: Partial<Record<QuotaLimit, QuotaUse>> = {}
  if (QUOTA_LIMITS.some((limit) => quota[limit])) {
    const counts: Counts = {
      ...(stored.part === null && (await countsOf(ctx, stored))),
      concurrency: await slotsOf(ctx, stored),
    }
    const windows = await windowsOf(ctx, stored)
    for (const limit of QUOTA_LIMITS) {
      const most = quota[limit] ?? null
      if (most !== null)
        used[limit] = {
          ...(windows.get(limit) ?? { used: counts[limit] ?? 0, needed: null, resetsAt: null }),
          limit: most,
        }
    }
  }
  return { ...quota, used, suspension: await readSuspension(ctx, stored.scopeId), etag: quotaEtag(stored) }
}

async function windowsOf(ctx: Ctx, stored: StoredQuota): Promise<Map<string, Omit<QuotaUse, 'limit'>>> {
  const { scopeId } = stored
  const now = ctx.platform.clock.now()
  const open = await readOpen(ctx, [scopeId])
  const rows = await rowsOf<{ limit: string; used: string }>(
    ctx.db,
    sql`
      select "limit", used from quota_counters
      where scope_id = ${scopeId} and ("limit", starts_at) in (${sql.join(
        WINDOWED_LIMITS.map(
          (limit) => sql`(${limit}, ${new Date(windowOf(limit, now).startsAt).toISOString()}::timestamptz)`,
        ),
        sql`, `,
      )})`,
  )
  const counted = new Map(rows.map((row) => [row.limit, Number(row.used)]))
  return new Map(
    WINDOWED_LIMITS.map((limit) => [limit, windowUse({ limit, counted: counted.get(limit) ?? 0, open, now })]),
  )
}

async function slotsOf(ctx: Ctx, { scopeId }: StoredQuota): Promise<number> {
  const [row] = await rowsOf<{ slots: number }>(
    ctx.db,
    sql`
      select coalesce(sum(slots), 0)::int as slots from quota_slots
      where scope_id = ${scopeId} and until > clock_timestamp()`,
  )
  return row!.slots
}
