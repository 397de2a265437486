import type { WindowedLimit } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { suspensions } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import type { Changing } from '../../kernel/context.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { sourceOf } from './scopes.ts'
import type { Window } from './windows.ts'

/**
 * Notes that a limit is used up, once for all servers. A server that knows an older quota than the database does nothing:
 * the limit may have been raised a moment ago. @returns whether this call did
 */
export async function suspend(
  ctx: Changing,
  scope: QuotaScope,
  limit: WindowedLimit,
  window: Window,
): Promise<boolean> {
  if (!(await isPresent(ctx, scope))) return false
  const now = ctx.platform.clock.now()
  const allowed = scope.limits[limit]!
  const noted = await ctx.db
    .insert(suspensions)
    .values({
      id: newId(now),
      scopeId: scope.id,
      spaceId: scope.spaceId,
      partKind: scope.part?.kind ?? null,
      partName: scope.part?.name ?? null,
      functionId: scope.function === null || scope.part !== null ? null : scope.id,
      function: scope.function,
      limit,
      allowed,
      startsAt: new Date(window.startsAt),
      since: new Date(now),
      resumesAt: new Date(window.endsAt),
    })
    .onConflictDoNothing()
    .returning({ id: suspensions.id })
  if (noted.length === 0) return false
  // Keys and all of Alcove have no bus.
  if (scope.spaceId === null) return true
  await publishEvents(ctx, scope.spaceId, [
    {
      type: 'alcove.quota.suspended',
      source: sourceOf(scope),
      subject: limit,
      data: { function: scope.function, limit, allowed, resumesAt: new Date(window.endsAt).toISOString() },
    },
  ])
  return true
}

/**
 * Locks the quota, so that whoever changes it next sees the suspension. Someone who is changing it has the lock already:
 * waiting could last for ever, since that change may need the counter.
 */
async function isPresent(ctx: Changing, scope: QuotaScope): Promise<boolean> {
  const rows = await rowsOf<{ epoch: number }>(ctx.db, sql`select ${epochOf(scope)} for share skip locked`)
  return rows[0]?.epoch === scope.epoch
}

function epochOf({ id, part, function: fn }: QuotaScope): SQL {
  if (part !== null) return sql`epoch from call_quotas where scope_id = ${id}`
  return sql`quota_epoch as epoch from ${fn === null ? sql`spaces` : sql`functions`} where id = ${id}`
}
