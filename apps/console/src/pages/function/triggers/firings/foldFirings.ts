import type { Firing } from '@alcove/contract'

/** Rows that are alike and follow each other, up to this many, are listed one by one. */
const LISTED = 4

/**
 * Firings as the ledger lists them, the rows one below the other: a long run of equal successes, or of ticks skipped
 * for one reason, shares a row.
 */
export function foldFirings(firings: readonly Firing[]): Firing[][] {
  const runs: Firing[][] = []
  for (const firing of firings) {
    const run = runs.at(-1)
    const alike = likeness(firing)
    if (run && alike !== null && alike === likeness(run[0]!)) run.push(firing)
    else runs.push([firing])
  }
  return runs.flatMap((run) => (run.length > LISTED ? [run] : run.map((firing) => [firing])))
}

/** The same for firings that may share a row; null for one that has its own: it failed, or is under way. */
function likeness({ reason, cause, detail, task }: Firing): string | null {
  if (reason !== null) return reason
  return task?.state === 'succeeded' && task.attempts === 1 ? `succeeded ${cause} ${detail}` : null
}
