import { quotaCounters } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { counterAt, leftOf, lockCounter, warn, WARN_AT } from './counter.ts'
import { suspend } from './suspend.ts'
import { unitOf } from './units.ts'
import { windowOf } from './windows.ts'

/**
 * Takes note of what a space with a spend cap costs in the present month, and suspends the space once that is as much as
 * the cap. Safe to call on several servers at once.
 * @param cost in the currency of the price list
 */
export async function noteSpending(
  platform: Platform,
  scope: QuotaScope & { spaceId: string },
  cost: number,
): Promise<void> {
  const limit = 'spendPerMonth'
  const window = windowOf(limit, platform.clock.now())
  const key = { scopeId: scope.id, limit, startsAt: new Date(window.startsAt) } as const
  const spent = Math.floor(cost * unitOf(limit))
  const [known] = await platform.db.select().from(quotaCounters).where(counterAt(key))
  const allowed = scope.limits[limit]! * unitOf(limit)
  const suspended = scope.spentUntil > platform.clock.now()
  if (known && known.used >= spent && (suspended || leftOf(known, allowed) > 0)) return
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'quotas' }, requestId: 'quotas' }
  await change(ctx, async (ctx) => {
    const counter = await lockCounter(ctx, key)
    const used = Math.max(spent, counter.used)
    const warns = !counter.warned && used >= allowed * WARN_AT
    await ctx.db
      .update(quotaCounters)
      .set({ used, ...(warns && { warned: true }) })
      .where(counterAt(key))
    if (warns) await warn(ctx, scope, limit, used)
    if (leftOf({ ...counter, used }, allowed) > 0) return
    // Servers learn it with the routes.
    if (await suspend(ctx, scope, limit, window)) ctx.change.reroute({ spaceId: scope.spaceId })
  })
}
