import type { MetricPoint } from '@alcove/contract'
import type { ChartRow } from '../../../components/charts/series.ts'
import { timeTicks } from '../../../components/charts/scale.ts'

/** Metrics as chart rows: one per step, with outcomes of the same colour summed. */
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

/** The key of a series of the range before, among the rows of this one. */
export const beforeKey = (key: string): string => `before ${key}`

/** Rows with the values of an earlier range beside them. A step that does not fall on one of it has none. */
export function withEarlier(rows: readonly ChartRow[], earlier: readonly ChartRow[], shiftMs: number): ChartRow[] {
  const byTime = new Map(earlier.map((row) => [row.at + shiftMs, row]))
  return rows.map((row) => {
    const { at: _at, ...values } = byTime.get(row.at) ?? { at: row.at }
    return { ...row, ...Object.fromEntries(Object.entries(values).map(([key, value]) => [beforeKey(key), value])) }
  })
}

/** Round times if rows exist at them; otherwise rows at equal distances. */
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
