import type { MetricPoint } from '@alcove/contract'
import type { ChartRow } from '../../../components/charts/series.ts'
import { timeTicks } from '../../../components/charts/scale.ts'

/** The metrics as the charts take them: one row per step, outcomes that share a colour summed. */
export function chartRows(points: readonly MetricPoint[]): ChartRow[] {
  return points.map(({ time, statuses, durationMs, coldStarts, concurrency, peakMemoryMb }) => ({
    at: Date.parse(time),
    success: statuses.success,
    error: statuses.functionError + statuses.initError + statuses.protocolError + statuses.systemError,
    timeout: statuses.timeout,
    memory: statuses.outOfMemory,
    throttled: statuses.throttled + statuses.rejected + statuses.cancelled,
    p50: durationMs.p50,
    p95: durationMs.p95,
    p99: durationMs.p99,
    coldStarts,
    concurrency,
    peakMemoryMb,
  }))
}

/** Round times, as far as a row stands on them; else rows at even distances. */
export function rowTicks(rows: readonly ChartRow[], count: number): number[] {
  const first = rows[0]
  const last = rows.at(-1)
  if (!first || !last) return []
  const known = new Set(rows.map(({ at }) => at))
  const round = timeTicks(first.at, last.at, count).filter((tick) => known.has(tick))
  if (round.length > 1) return round
  const every = Math.max(1, Math.ceil(rows.length / count))
  return rows.filter((_, index) => index % every === 0).map(({ at }) => at)
}

/** Share of the range that a label needs for itself. */
const LABEL_SHARE = 0.14

/**
 * Releases on the rows they fall into, one per row: of several moves in one step the last is what callers got. A label
 * is left out where it would cover the one before it.
 */
export function releaseRows(releases: readonly { at: number; label: string }[], rows: readonly ChartRow[]) {
  const byRow = new Map<number, string>()
  for (const { at, label } of releases.toSorted((a, b) => a.at - b.at)) {
    const row = rows.findLast((candidate) => candidate.at <= at)
    if (row) byRow.set(row.at, label)
  }
  const needed = rows.length > 1 ? (rows.at(-1)!.at - rows[0]!.at) * LABEL_SHARE : 0
  let named = -Infinity
  return [...byRow].map(([at, label]) => {
    if (at - named < needed) return { at, label: '' }
    named = at
    return { at, label }
  })
}
