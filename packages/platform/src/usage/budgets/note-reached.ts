import { and, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { budgetsReached } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { reachedPercents } from './reached-percents.ts'
import { BUDGET_WEBHOOK } from './webhook-job.ts'

export interface StoredBudget {
  amount: number
  warnAt: number[]
  /** Whether a webhook is sent. */
  webhook: boolean
}

interface Spending {
  space: { id: string; name: string }
  /** Its first moment. */
  month: Date
  budget: StoredBudget
  cost: number
  currency: string
}

/** Tells of each percentage that a month has reached, by event and webhook: once, however many servers see it. */
export async function noteReached(platform: Platform, spending: Spending): Promise<void> {
  const { space, month, budget, cost, currency } = spending
  const reached = reachedPercents(budget, cost)
  if (reached.length === 0) return
  const ofMonth = and(eq(budgetsReached.spaceId, space.id), eq(budgetsReached.month, month))
  const known = await platform.db.select({ percent: budgetsReached.percent }).from(budgetsReached).where(ofMonth)
  const news = reached.filter((percent) => !known.some((each) => each.percent === percent))
  if (news.length === 0) return
  const now = platform.clock.now()
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'budgets' }, requestId: 'budgets' }
  await change(ctx, async (ctx) => {
    const { amount } = budget
    const rows = news.map((percent) => ({
      id: newId(now),
      spaceId: space.id,
      month,
      percent,
      amount,
      cost,
      currency,
      at: new Date(now),
      webhook: budget.webhook ? ('waiting' as const) : null,
    }))
    const noted = await ctx.db.insert(budgetsReached).values(rows).onConflictDoNothing().returning()
    const events = noted.map(({ percent }) => ({
      type: 'alcove.budget.reached' as const,
      source: `/spaces/${space.name}`,
      subject: `${percent}%`,
      data: { month: month.toISOString().slice(0, 7), percent, amount, cost, currency },
    }))
    if (events.length > 0) await publishEvents(ctx, space.id, events)
    for (const { id } of budget.webhook ? noted : []) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await queueJob(ctx, { kind: BUDGET_WEBHOOK, key: id, spaceId: space.id })
    }
  })
}
