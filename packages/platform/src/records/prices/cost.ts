import { MB_MS_PER_GB_SECOND, type PriceList } from '@alcove/contract'

export interface Amounts {
  calls: number
  mbMs: number
  bytesOut: number
}

export type Rates = Pick<PriceList, 'perMillionCalls' | 'perGbSecond' | 'perGbOut'>

export const GB = 1e9
/** A month, by the convention of clouds: 365 × 24 / 12. */
export const HOURS_PER_MONTH = 730

/** What was used costs, before the free tier. */
export function costOf({ calls, mbMs, bytesOut }: Amounts, rates: Rates): number {
  return (
    (calls / 1e6) * rates.perMillionCalls +
    (mbMs / MB_MS_PER_GB_SECOND) * rates.perGbSecond +
    (bytesOut / GB) * rates.perGbOut
  )
}

/** Money as it is shown: to the millionth, so that sums of small amounts agree. */
export function rounded(cost: number): number {
  return Math.round(cost * 1e6) / 1e6
}

/** The list of an hour: the newest that was valid when it began; for earlier hours the first there was. */
export function listAt<List extends { validFrom: Date }>(lists: readonly List[], hour: Date): List | null {
  return lists.findLast(({ validFrom }) => validFrom.getTime() <= hour.getTime()) ?? lists[0] ?? null
}

/** What a free tier takes off: as much as the first of what was used cost on average. */
export function freePart({ quantity, cost }: { quantity: number; cost: number }, free: number): number {
  return quantity === 0 ? 0 : (cost * Math.min(free, quantity)) / quantity
}
