import { invalid } from '@alcove/contract'

const DAY_MS = 86_400_000
const HOUR_MS = 3600_000
const DAYS_MAX = 400

/** The hour in which a range begins: hours that lie partly in it count whole. @throws {AlcoveError} ValidationFailed */
export function usageRange(from: Date, to: Date): Date {
  if (from >= to) throw invalid('from', '`from` must lie before `to`')
  if (to.getTime() - from.getTime() > DAYS_MAX * DAY_MS) throw invalid('from', `At most ${DAYS_MAX} days at once`)
  return new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS)
}
