import { serverNow } from '../../clock.ts'
import type { OverviewQuery } from '@alcove/contract'
import { type Range, spanOf } from '../../navigation/range.ts'
import { OVERVIEW_RANGES } from '../../navigation/search/shared.ts'

/** What to ask the API for to see this range. */
export function queryOf(range: Range): Partial<OverviewQuery> {
  const preset = OVERVIEW_RANGES.find((each) => each === range)
  if (preset) return { range: preset }
  const { from, to } = spanOf(range, serverNow())
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}
