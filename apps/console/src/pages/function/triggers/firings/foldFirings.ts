import type { Firing } from '@alcove/contract'

/** A firing, and the number of ticks in it. */
interface Folded {
  firing: Firing
  ticks: number
}

/** Rows that are alike and follow each other, up to this many, are listed one by one. */
const LISTED = 5

/** Firings as the ledger lists them: a long run of ticks that were skipped for one reason is one row. */
export function foldFirings(firings: readonly Firing[]): Folded[] {
  const runs: Firing[][] = []
  for (const firing of firings) {
    const run = runs.at(-1)
    const alike = firing.reason !== null && run?.[0]?.reason === firing.reason
    if (alike) run.push(firing)
    else runs.push([firing])
  }
  return runs.flatMap((run) => {
    if (run.length <= LISTED) return run.map((firing) => ({ firing, ticks: firing.ticks }))
    return { firing: run[0]!, ticks: run.reduce((sum, { ticks }) => sum + ticks, 0) }
  })
}
