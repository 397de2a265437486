import { MB_MS_PER_GB_SECOND, type WindowedLimit } from '@alcove/contract'

const BYTES_PER_MB = 1_000_000
/** Money is counted in millionths of the currency. */
const PARTS_OF_MONEY = 1_000_000

/** What a counter counts for one unit of its limit. Counters hold whole numbers, so that sums are exact. */
export function unitOf(limit: WindowedLimit): number {
  switch (limit) {
    case 'executionsPerMinute':
    case 'executionsPerDay':
    case 'executionsPerMonth':
      return 1
    case 'gbSecondsPerDay':
    case 'gbSecondsPerMonth':
      return MB_MS_PER_GB_SECOND
    case 'egressMbPerDay':
    case 'egressMbPerMonth':
    case 'logMbPerDay':
      return BYTES_PER_MB
    case 'spendPerMonth':
      return PARTS_OF_MONEY
  }
}
