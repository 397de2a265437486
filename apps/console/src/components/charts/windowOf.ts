import type { Metrics } from '@alcove/contract'

/** The first and the last point that are shown. */
export interface Window {
  first: number
  last: number
}

/** The part of the metrics within a window. Totals stay those of the whole range. */
export function windowOf(metrics: Metrics, { first, last }: Window): Metrics {
  const points = metrics.points.slice(first, last + 1)
  const series = metrics.series.map((each) => ({ ...each, points: each.points.slice(first, last + 1) }))
  const to = metrics.points[last + 1]?.time ?? metrics.to
  return { ...metrics, from: points[0]?.time ?? metrics.from, to, points, series }
}
