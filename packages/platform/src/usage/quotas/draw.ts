import type { WindowedLimit } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { quotaCounters } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { counterAt, leftOf, lockCounter, warn, WARN_AT } from './counter.ts'
import { suspend } from './suspend.ts'
import { unitOf } from './units.ts'
import type { Window } from './windows.ts'

export interface Draw {
  scope: QuotaScope
  limit: WindowedLimit
  window: Window
  amount: number
  /** Whether to count all of it even if less is left, because it was used already. */
  whole: boolean
}

export interface Drawn {
  amount: number
  /** What is left for all servers; Infinity when someone lifted the limit. */
  left: number
}

/**
 * Takes some of what a limit leaves, for calls of this server. The lock on the counter's row makes servers take turns, so
 * that together they never get more than the limit.
 */
export async function draw(platform: Platform, { scope, limit, window, amount, whole }: Draw): Promise<Drawn> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'quotas' }, requestId: 'quotas' }
  return change(ctx, async (ctx) => {
    const key = { scopeId: scope.id, limit, startsAt: new Date(window.startsAt) }
    const counter = await lockCounter(ctx, key)
    const allowed = scope.limits[limit]! * unitOf(limit)
    const leftBefore = leftOf(counter, allowed)
    const drawn = whole ? amount : Math.min(amount, leftBefore)
    const used = counter.used + drawn
    const left = Math.max(0, leftBefore - drawn)
    const warns = !counter.warned && used >= allowed * WARN_AT
    if (drawn > 0 || warns) {
      await ctx.db
        .update(quotaCounters)
        .set({ used, ...(warns && { warned: true }) })
        .where(counterAt(key))
    }
    if (warns) await warn(ctx, scope, limit, used)
    if (left === 0) await suspend(ctx, scope, limit, window)
    return { amount: drawn, left }
  })
}

/** Gives back what this server did not use. */
export async function giveBack({ db }: Platform, { scope, limit, window, amount }: Omit<Draw, 'whole'>): Promise<void> {
  const key = { scopeId: scope.id, limit, startsAt: new Date(window.startsAt) }
  await db
    .update(quotaCounters)
    .set({ used: sql`${quotaCounters.used} - ${amount}` })
    .where(counterAt(key))
}
