import type { WindowedLimit } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { quotaCounters } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import type { Changing } from '../../kernel/context.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { sourceOf } from './scopes.ts'
import { unitOf } from './units.ts'

/** From this share of a limit on, its owners are warned. */
export const WARN_AT = 0.8

/** The counter of one limit in one window. */
export type CounterKey = Pick<typeof quotaCounters.$inferSelect, 'scopeId' | 'limit' | 'startsAt'>

export const counterAt = ({ scopeId, limit, startsAt }: CounterKey) =>
  and(eq(quotaCounters.scopeId, scopeId), eq(quotaCounters.limit, limit), eq(quotaCounters.startsAt, startsAt))

/** The counter, held by this change: those of other servers wait for it. */
export async function lockCounter(ctx: Changing, key: CounterKey) {
  await ctx.db.insert(quotaCounters).values(key).onConflictDoNothing()
  const [counter] = await ctx.db.select().from(quotaCounters).where(counterAt(key)).for('update')
  return counter!
}

/** What remains of a limit; Infinity where someone lifted it. @param allowed in the counter's unit */
export function leftOf({ used, extra }: Pick<typeof quotaCounters.$inferSelect, 'used' | 'extra'>, allowed: number) {
  return extra === null ? Infinity : Math.max(0, allowed + extra - used)
}

/** Tells the owners, once a window. @param used in the counter's unit */
export async function warn(ctx: Changing, scope: QuotaScope, limit: WindowedLimit, used: number): Promise<void> {
  const data = { function: scope.function, limit, allowed: scope.limits[limit], used: used / unitOf(limit) }
  const event = { type: 'alcove.quota.warning' as const, source: sourceOf(scope), subject: limit, data }
  // Keys and all of Alcove have no bus.
  if (scope.spaceId !== null) await publishEvents(ctx, scope.spaceId, [event])
}
