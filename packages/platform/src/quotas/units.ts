import { MB_MS_PER_GB_SECOND, type WindowedLimit } from '@alcove/contract'

/** What a counter counts for one unit of its limit: calls as they are, GB-seconds as megabyte-milliseconds. */
export function unitOf(limit: WindowedLimit): number {
  return limit.startsWith('gbSeconds') ? MB_MS_PER_GB_SECOND : 1
}
