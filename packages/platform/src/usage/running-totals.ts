import { MB_MS_PER_GB_SECOND } from '@alcove/contract'
import { heldBytes, type BilledHours } from './bill.ts'
import { costOf, freePart, GB, HOURS_PER_MONTH, listAt } from '../records/prices/cost.ts'

const DAY_MS = 86_400_000
const NOTHING = { calls: 0, mbMs: 0, bytesOut: 0 }

/**
 * What a month costs after each of its days, less what is free: the last one is the total of its bill. Pure.
 * @param from the first moment of the month
 * @param days how many; a negative number means none
 */
export function runningTotals({ used, held, lists, end }: BilledHours, from: Date, days: number): number[] {
  const free = lists.findLast(({ validFrom }) => validFrom < end) ?? lists[0]
  if (free === undefined || days <= 0) return []
  const dayOf = (hour: Date) => Math.floor((hour.getTime() - from.getTime()) / DAY_MS)
  const usedOn = Map.groupBy(used, ({ hour }) => dayOf(hour))
  const heldOn = Map.groupBy(held, ({ hour }) => dayOf(hour))
  const calls = { quantity: 0, cost: 0 }
  const compute = { quantity: 0, cost: 0 }
  let rest = 0
  return Array.from({ length: days }, (_, day) => {
    for (const { hour, ...amounts } of usedOn.get(day) ?? []) {
      const list = listAt(lists, hour)!
      calls.quantity += amounts.calls
      calls.cost += costOf({ ...NOTHING, calls: amounts.calls }, list)
      compute.quantity += amounts.mbMs / MB_MS_PER_GB_SECOND
      compute.cost += costOf({ ...NOTHING, mbMs: amounts.mbMs }, list)
      rest += costOf({ ...NOTHING, bytesOut: amounts.bytesOut }, list)
    }
    for (const { hour, ...bytes } of heldOn.get(day) ?? []) {
      rest += (heldBytes(bytes) / GB / HOURS_PER_MONTH) * listAt(lists, hour)!.perGbMonth
    }
    const taken = freePart(calls, free.freeCalls) + freePart(compute, free.freeGbSeconds)
    return calls.cost + compute.cost + rest - taken
  })
}
