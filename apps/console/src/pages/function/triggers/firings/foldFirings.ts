import type { Firing } from '@alcove/contract'

/** A firing, and for how many ticks it stands. */
interface Folded {
  firing: Firing
  ticks: number
}

/** Firings as the ledger lists them: a run of ticks that were skipped for one reason is one row. */
export function foldFirings(firings: readonly Firing[]): Folded[] {
  const rows: Folded[] = []
  for (const firing of firings) {
    const last = rows.at(-1)
    const alike = last && firing.outcome === 'skipped' && firing.reason === 'paused' && last.firing.reason === 'paused'
    if (alike) last.ticks += firing.ticks
    else rows.push({ firing, ticks: firing.ticks })
  }
  return rows
}
