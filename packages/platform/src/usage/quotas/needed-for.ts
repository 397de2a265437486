import type { Window } from './windows.ts'

/** From this share of a window on its pace says something. */
const ENOUGH = 0.02

/**
 * The projected use at the end of a window; null: it has hardly begun.
 * @param until what was used by then; calls that are refused do not count
 */
export function neededFor(used: number, { startsAt, endsAt }: Window, until: number): number | null {
  const elapsed = (until - startsAt) / (endsAt - startsAt)
  return elapsed < ENOUGH ? null : Math.max(used, used / Math.min(1, elapsed))
}
