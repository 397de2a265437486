import type { MetricPoint, MetricSeries } from '@alcove/contract'
import { MEASURES, type Measure } from './measures.ts'
import { timeTicks } from './scale.ts'
import type { ChartRow } from './series.ts'

const measures = Object.entries(MEASURES)

/** Metrics as chart rows: one per step, with every measure. */
export function chartRows(points: readonly MetricPoint[]): ChartRow[] {
  return points.map((point) => ({
    at: Date.parse(point.time),
    ...Object.fromEntries(measures.map(([key, of]) => [key, of(point)])),
  }))
}

/** The key of a measure of one series of a split. */
export const seriesKey = (measure: Measure, series: string): string => `${measure} ${series}`

/** Rows with the values of each series of a split beside them. */
export function withSeries(rows: readonly ChartRow[], series: readonly MetricSeries[]): ChartRow[] {
  if (series.length === 0) return [...rows]
  return rows.map((row, index) => {
    const values = series.flatMap(({ key, points }) =>
      measures.map(([measure, of]) => [seriesKey(measure as Measure, key), points[index] ? of(points[index]) : null]),
    )
    return { ...row, ...Object.fromEntries(values) }
  })
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
