import type { Statement, WhatIfAnswer } from '@alcove/contract'

interface Change {
  now: number
  changed: number
}

/**
 * What a change would do to the forecast: this month its remaining days change, the next one as a whole. null: there is
 * no forecast.
 */
export function outlookOf(
  { space }: Pick<WhatIfAnswer, 'space'>,
  { forecast, total }: Pick<Statement, 'forecast' | 'total'>,
): { month: Change; next: Change } | null {
  if (forecast === null || total === null || space.now === 0) return null
  const ratio = space.changed / space.now
  return {
    month: { now: forecast.cost, changed: total + (forecast.cost - total) * ratio },
    next: { now: forecast.cost, changed: forecast.cost * ratio },
  }
}
