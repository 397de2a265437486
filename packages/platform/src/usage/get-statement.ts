import { MB_MS_PER_GB_SECOND, type Forecast, type Statement, type StatementLine } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { costOf, GB, HOURS_PER_MONTH, listAt, rounded } from './cost.ts'
import { forecastOf } from './forecast.ts'
import { readPrices, type StoredPrices } from './prices.ts'
import { readStorageHours, readUsageHours, type UsageHour } from './read-hours.ts'

const DAY_MS = 86_400_000

interface Input {
  /** As in 2026-11. */
  month: string
}

/** What a space has to pay for a month: by function and kind of use, less what is free. */
export const getStatement = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<Statement> => {
  const [year, month] = input.month.split('-').map(Number) as [number, number]
  const from = new Date(Date.UTC(year, month - 1))
  const end = new Date(Date.UTC(year, month))
  const now = new Date(ctx.platform.clock.now())
  const final = end <= now
  const lists = await readPrices(ctx)
  const used = await readUsageHours(ctx, from, end)
  const held = await readStorageHours(ctx, from, end)
  const rates = new Set([...used, ...held].map(({ hour }) => listAt(lists, hour)))
  // A price that changed within the month stands on no line.
  const single = rates.size === 1 ? [...rates][0]! : rates.size === 0 ? (lists.at(-1) ?? null) : null
  const lines = [...linesOf(used, lists, single), ...storageLines(held, lists, single)]
  lines.push(...freeLines(lines, lists.findLast(({ validFrom }) => validFrom < end) ?? lists[0] ?? null))
  const total = lists.length === 0 ? null : rounded(lines.reduce((sum, { cost }) => sum + cost, 0))
  return {
    space: ctx.space.name,
    month: input.month,
    from: iso(from),
    to: iso(final ? end : now),
    final,
    currency: lists.at(-1)?.currency ?? null,
    lines,
    total,
    forecast: final || now < from ? null : forecast(used, lists, from, end, now),
  }
})

function linesOf(used: readonly UsageHour[], lists: readonly StoredPrices[], single: StoredPrices | null) {
  return [...Map.groupBy(used, (hour) => hour.function)].flatMap(([fn, hours]): StatementLine[] => {
    const nothing = { calls: 0, mbMs: 0, bytesOut: 0 }
    const line = (
      kind: StatementLine['kind'],
      amount: keyof typeof nothing,
      { per, unit, unitPrice }: { per: number; unit: StatementLine['unit']; unitPrice: number | undefined },
    ): StatementLine => {
      let [sum, cost] = [0, 0]
      for (const hour of hours) {
        sum += hour[amount]
        const list = listAt(lists, hour.hour)
        if (list) cost += costOf({ ...nothing, [amount]: hour[amount] }, list)
      }
      return { kind, function: fn, quantity: sum / per, unit, unitPrice: unitPrice ?? null, cost: rounded(cost) }
    }
    return [
      line('calls', 'calls', { per: 1, unit: 'calls', unitPrice: single ? single.perMillionCalls / 1e6 : undefined }),
      line('compute', 'mbMs', { per: MB_MS_PER_GB_SECOND, unit: 'GB-seconds', unitPrice: single?.perGbSecond }),
      line('egress', 'bytesOut', { per: GB, unit: 'GB', unitPrice: single?.perGbOut }),
    ]
  })
}

type StorageHour = Awaited<ReturnType<typeof readStorageHours>>[number]

function storageLines(
  held: readonly StorageHour[],
  lists: readonly StoredPrices[],
  single: StoredPrices | null,
): StatementLine[] {
  if (held.length === 0) return []
  let [quantity, cost] = [0, 0]
  for (const { hour, code, objects, logs } of held) {
    const gbMonths = (code + objects + logs) / GB / HOURS_PER_MONTH
    quantity += gbMonths
    cost += gbMonths * (listAt(lists, hour)?.perGbMonth ?? 0)
  }
  const unitPrice = single?.perGbMonth ?? null
  return [{ kind: 'storage', function: null, quantity, unit: 'GB-months', unitPrice, cost: rounded(cost) }]
}

/** The free tier takes off what the first calls and GB-seconds of the month cost on average. */
function freeLines(lines: readonly StatementLine[], list: StoredPrices | null): StatementLine[] {
  if (list === null) return []
  const line = (kind: 'freeCalls' | 'freeCompute', of: StatementLine['kind'], free: number): StatementLine[] => {
    const paid = lines.filter((each) => each.kind === of)
    const quantity = paid.reduce((sum, each) => sum + each.quantity, 0)
    const cost = paid.reduce((sum, each) => sum + each.cost, 0)
    const taken = Math.min(free, quantity)
    if (taken === 0) return []
    const unit = of === 'calls' ? 'calls' : 'GB-seconds'
    return [{ kind, function: null, quantity: taken, unit, unitPrice: null, cost: -rounded((cost * taken) / quantity) }]
  }
  return [...line('freeCalls', 'calls', list.freeCalls), ...line('freeCompute', 'compute', list.freeGbSeconds)]
}

/** Of what functions use, before the free tier. */
function forecast(
  used: readonly UsageHour[],
  lists: readonly StoredPrices[],
  from: Date,
  end: Date,
  now: Date,
): Forecast | null {
  if (lists.length === 0) return null
  const costs = Array.from({ length: Math.floor((now.getTime() - from.getTime()) / DAY_MS) + 1 }, () => 0)
  for (const hour of used) {
    const day = Math.floor((hour.hour.getTime() - from.getTime()) / DAY_MS)
    if (day < costs.length) costs[day]! += costOf(hour, listAt(lists, hour.hour)!)
  }
  const first = costs.findIndex((cost) => cost > 0)
  if (first === -1) return null
  const ahead = (end.getTime() - from.getTime()) / DAY_MS - (costs.length - 1)
  return forecastOf(costs.slice(first, -1), costs.at(-1)!, ahead)
}
