import { MB_MS_PER_GB_SECOND, type Usage, type UsageQuery, type UsageRow } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { costOf, listAt, rounded } from '../records/prices/cost.ts'
import { readPrices, type StoredPrices } from '../records/prices/read-prices.ts'
import { readUsage, readUsageHours, type UsageHour } from './read-hours.ts'
import { keyOf } from './usage-key.ts'
import { usageRange } from './usage-range.ts'

/** What a space used, by what it pays for. Hours that lie partly in the range count whole. */
export const getUsage = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Omit<UsageQuery, 'format'> }): Promise<Usage> => {
    const to = input.to === undefined ? new Date(ctx.platform.clock.now()) : new Date(input.to)
    const start =
      input.from === undefined ? new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth())) : new Date(input.from)
    const from = usageRange(start, to)
    const lists = await readPrices(ctx)
    const range = { spaceId: ctx.space.id, from, to }
    const hours = input.by === 'hour' ? await readUsageHours(ctx.db, range) : await readUsage(ctx.db, range, lists)
    const groups = Map.groupBy(hours, (hour) => JSON.stringify(keyOf(hour, input.by)))
    const items = [...groups.values()].map((group): UsageRow => {
      const [fn, key] = keyOf(group[0]!, input.by)
      return { key: key ?? '', function: fn, ...sumOf(group, lists) }
    })
    const isTime = input.by === 'day' || input.by === 'hour' || input.by === 'functionDay'
    if (!isTime) items.sort((a, b) => (b.cost ?? b.mbMs) - (a.cost ?? a.mbMs) || (a.key < b.key ? -1 : 1))
    const currency = lists.at(-1)?.currency ?? null
    return { from: iso(from), to: iso(to), by: input.by, currency, items, total: sumOf(hours, lists) }
  },
)

export function sumOf(hours: readonly UsageHour[], lists: readonly StoredPrices[]): Usage['total'] {
  const sum = { calls: 0, billedMs: 0, mbMs: 0, bytesIn: 0, bytesOut: 0 }
  let cost = 0
  for (const hour of hours) {
    sum.calls += hour.calls
    sum.billedMs += hour.billedMs
    sum.mbMs += hour.mbMs
    sum.bytesIn += hour.bytesIn
    sum.bytesOut += hour.bytesOut
    const list = listAt(lists, hour.hour)
    if (list) cost += costOf(hour, list)
  }
  const priced = lists.length > 0
  return {
    ...sum,
    gbSeconds: sum.mbMs / MB_MS_PER_GB_SECOND,
    cost: priced ? rounded(cost) : null,
    costPerMillion: priced && sum.calls > 0 ? rounded((cost / sum.calls) * 1e6) : null,
  }
}
