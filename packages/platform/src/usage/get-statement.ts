import type { Forecast, Statement, StatementQuery } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { billOf } from './bill.ts'
import { rounded } from '../records/prices/cost.ts'
import { forecastOf } from './forecast.ts'
import { monthOf } from './month-of.ts'
import { readPrices } from '../records/prices/read-prices.ts'
import { readStorageHours, readUsage } from './read-hours.ts'
import { runningTotals } from './running-totals.ts'
import { keyOf } from './usage-key.ts'

const DAY_MS = 86_400_000

type Input = Pick<StatementQuery, 'by'> & {
  /** As in 2026-11. */
  month: string
}

/** What a space has to pay for a month, less what is free: by kind of use, and by what is asked. */
export const getStatement = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<Statement> => {
  const { from, to: end } = monthOf(input.month)
  const now = new Date(ctx.platform.clock.now())
  const final = end <= now
  const lists = await readPrices(ctx)
  const hours = { spaceId: ctx.space.id, from, to: end }
  const used = await readUsage(ctx.db, hours, lists)
  const held = await readStorageHours(ctx.db, hours)
  const bill = { used, held, lists, end }
  const days = runningTotals(bill, from, Math.min(daysIn(from, end), Math.floor(daysIn(from, now)) + 1))
  const { lines, total } = billOf(bill, (hour) => keyOf(hour, input.by))
  return {
    space: ctx.space.name,
    month: input.month,
    by: input.by,
    from: iso(from),
    to: iso(final ? end : now),
    final,
    currency: lists.at(-1)?.currency ?? null,
    lines,
    total,
    days: total === null ? [] : days.map((sum, day) => ({ day: dayOf(from, day), total: rounded(sum) })),
    forecast: final || days.length === 0 || total === null ? null : forecast(days, daysIn(from, end)),
  }
})

const daysIn = (from: Date, to: Date) => (to.getTime() - from.getTime()) / DAY_MS

const dayOf = (from: Date, day: number) => iso(new Date(from.getTime() + day * DAY_MS)).slice(0, 10)

/** @param totals of the month after each of its days; the last one is not over */
function forecast(totals: readonly number[], days: number): Forecast | null {
  const costs = totals.map((total, day) => total - (totals[day - 1] ?? 0))
  const first = costs.findIndex((cost) => cost > 0)
  return first === -1 ? null : forecastOf(costs.slice(first, -1), costs.at(-1)!, days - (costs.length - 1))
}
