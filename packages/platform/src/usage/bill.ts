import { MB_MS_PER_GB_SECOND, type StatementLine } from '@alcove/contract'
import { costOf, freePart, GB, HOURS_PER_MONTH, listAt, rounded } from '../records/prices/cost.ts'
import type { StoredPrices } from '../records/prices/read-prices.ts'
import type { StorageHour, UsageHour } from './read-hours.ts'

/** What a line is about: a function, where it is one of its versions, aliases or triggers; and its own name. */
export type LineKey = [fn: string | null, key: string | null]
type KeyOf<Hour = UsedHour> = (hour: Hour) => LineKey

/** All that is paid for of an hour. */
export type UsedHour = Pick<UsageHour, 'hour' | 'calls' | 'mbMs' | 'bytesOut'>
export type HeldHour = Pick<StorageHour, 'hour' | 'code' | 'objects' | 'logs' | 'files'>

/** The hours of a month. */
export interface BilledHours<Hour extends UsedHour = UsedHour> {
  used: readonly Hour[]
  held: readonly HeldHour[]
  lists: readonly StoredPrices[]
  /** The end of the month: the price list of that moment says what is free. */
  end: Date
}

export interface Bill {
  lines: StatementLine[]
  /** null: there is no price list. */
  total: number | null
}

/**
 * What the hours of a month cost, less what is free. Pure.
 * @param keyOf what usage is summed up by
 */
export function billOf<Hour extends UsedHour>({ used, held, lists, end }: BilledHours<Hour>, keyOf: KeyOf<Hour>): Bill {
  const rates = new Set([...used, ...held].map(({ hour }) => listAt(lists, hour)))
  // A price that changed within the month stands on no line.
  const single = rates.size === 1 ? [...rates][0]! : rates.size === 0 ? (lists.at(-1) ?? null) : null
  const lines = [...usageLines(used, lists, single, keyOf), ...storageLines(held, lists, single)]
  lines.push(...freeLines(lines, lists.findLast(({ validFrom }) => validFrom < end) ?? lists[0] ?? null))
  return { lines, total: lists.length === 0 ? null : rounded(lines.reduce((sum, { cost }) => sum + cost, 0)) }
}

function usageLines<Hour extends UsedHour>(
  used: readonly Hour[],
  lists: readonly StoredPrices[],
  single: StoredPrices | null,
  keyOf: KeyOf<Hour>,
): StatementLine[] {
  return [...Map.groupBy(used, (hour) => JSON.stringify(keyOf(hour))).values()].flatMap((hours): StatementLine[] => {
    const [fn, key] = keyOf(hours[0]!)
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
      return { kind, function: fn, key, quantity: sum / per, unit, unitPrice: unitPrice ?? null, cost: rounded(cost) }
    }
    return [
      line('calls', 'calls', { per: 1, unit: 'calls', unitPrice: single ? single.perMillionCalls / 1e6 : undefined }),
      line('compute', 'mbMs', { per: MB_MS_PER_GB_SECOND, unit: 'GB-seconds', unitPrice: single?.perGbSecond }),
      line('egress', 'bytesOut', { per: GB, unit: 'GB', unitPrice: single?.perGbOut }),
    ]
  })
}

function storageLines(
  held: readonly HeldHour[],
  lists: readonly StoredPrices[],
  single: StoredPrices | null,
): StatementLine[] {
  if (held.length === 0) return []
  let [quantity, cost] = [0, 0]
  for (const { hour, ...bytes } of held) {
    const gbMonths = heldBytes(bytes) / GB / HOURS_PER_MONTH
    quantity += gbMonths
    cost += gbMonths * (listAt(lists, hour)?.perGbMonth ?? 0)
  }
  const unitPrice = single?.perGbMonth ?? null
  return [{ kind: 'storage', function: null, key: null, quantity, unit: 'GB-months', unitPrice, cost: rounded(cost) }]
}

/** All that is stored costs the same. */
export function heldBytes({ code, objects, logs, files }: Omit<HeldHour, 'hour'>): number {
  return code + objects + logs + files
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
    const off = -rounded(freePart({ quantity, cost }, free))
    const unit = of === 'calls' ? 'calls' : 'GB-seconds'
    return [{ kind, function: null, key: null, quantity: taken, unit, unitPrice: null, cost: off }]
  }
  return [...line('freeCalls', 'calls', list.freeCalls), ...line('freeCompute', 'compute', list.freeGbSeconds)]
}
