import { DEFAULT_WARN_AT, type Budget } from '@alcove/contract'
import { and, asc, eq } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { budgets, budgetsReached } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { withoutPath } from '../../kernel/outgoing/without-path.ts'
import { windowOf } from '../quotas/windows.ts'
import { readPrices } from '../../records/prices/read-prices.ts'
import { costOfMonths } from './cost-of-months.ts'

type StoredBudget = typeof budgets.$inferSelect

/** The budget of the authorised space, if it has one. */
export async function findBudget(ctx: SpaceCtx): Promise<StoredBudget | null> {
  const [stored] = await ctx.db.select().from(budgets).where(eq(budgets.spaceId, ctx.space.id))
  return stored ?? null
}

/**
 * Null: the space has none. The sealed secret stands for the URL, since each URL has its own: whoever sees only the
 * URL's host could try URLs against a hash of it.
 */
export const budgetEtag = (stored: StoredBudget | null): string =>
  etagOf(stored && [stored.amount, stored.warnAt, stored.webhookSealed])

/** As the audit log shows it. */
export const auditedBudget = ({ amount, warnAt, webhookUrl }: StoredBudget) => ({
  amount,
  warnAt,
  webhook: webhookUrl === null ? null : withoutPath(webhookUrl),
})

/** A budget beside what the present month costs. */
export async function budgetOf(ctx: SpaceCtx, stored: StoredBudget | null): Promise<Budget> {
  const window = windowOf('spendPerMonth', ctx.platform.clock.now())
  const month = { from: new Date(window.startsAt), to: new Date(window.endsAt) }
  const lists = await readPrices(ctx)
  const costs = await costOfMonths(ctx.db, [ctx.space.id], month, lists)
  const reached = await ctx.db
    .select()
    .from(budgetsReached)
    .where(and(eq(budgetsReached.spaceId, ctx.space.id), eq(budgetsReached.month, month.from)))
    .orderBy(asc(budgetsReached.percent))
  return {
    amount: stored?.amount ?? null,
    warnAt: stored?.warnAt ?? DEFAULT_WARN_AT,
    webhook: stored?.webhookUrl ? { url: shownUrl(ctx, stored.webhookUrl) } : null,
    month: iso(month.from).slice(0, 7),
    currency: lists.at(-1)?.currency ?? null,
    cost: costs.get(ctx.space.id)!,
    reached: reached.map(({ percent, amount, cost, currency, at, webhook, webhookReason: reason }) => ({
      percent,
      amount,
      cost,
      currency,
      at: iso(at),
      webhook: webhook && { state: webhook, reason },
    })),
    etag: budgetEtag(stored),
  }
}

/** Whoever knows the address can post there: only those who may change it see all of it, as with targets of alerts. */
function shownUrl({ space }: SpaceCtx, url: string): string {
  return space.actions.has('quotas:write') ? url : `${new URL(url).origin}/…`
}
