import type { Usage } from '@alcove/contract'
import { PART_STRIPES, stripedFill } from '../../../ui/stripes.ts'

const SERIES = ['var(--s1)', 'var(--s2)', 'var(--s3)', 'var(--s4)', 'var(--s5)'] as const
/** The colour of all functions beyond these. */
export const OTHER = 'var(--bar)'

/** Colour and stripes of each of the most expensive functions, for chart and table alike. @param usage by function, the most expensive first */
export function colorsOf(usage: Usage | undefined): ReadonlyMap<string, string> {
  return new Map(
    (usage?.items ?? [])
      .slice(0, SERIES.length)
      .map(({ key }, index) => [key, stripedFill(SERIES[index]!, PART_STRIPES[index])]),
  )
}
