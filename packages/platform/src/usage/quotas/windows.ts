import type { WindowedLimit } from '@alcove/contract'

/** Milliseconds since the epoch, from `startsAt` to before `endsAt`. */
export interface Window {
  startsAt: number
  endsAt: number
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The UTC minute, day or month that contains `now`. */
export function windowOf(limit: WindowedLimit, now: number): Window {
  switch (limit) {
    case 'executionsPerMinute':
      return spanOf(now, MINUTE_MS)
    case 'executionsPerDay':
    case 'gbSecondsPerDay':
    case 'egressMbPerDay':
    case 'logMbPerDay':
      return spanOf(now, DAY_MS)
    case 'executionsPerMonth':
    case 'gbSecondsPerMonth':
    case 'egressMbPerMonth':
    case 'spendPerMonth': {
      const date = new Date(now)
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
      return { startsAt: Date.UTC(year, month), endsAt: Date.UTC(year, month + 1) }
    }
  }
}

function spanOf(now: number, ms: number): Window {
  const startsAt = now - (now % ms)
  return { startsAt, endsAt: startsAt + ms }
}
