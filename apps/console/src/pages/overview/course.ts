import type { MetricPoint } from '@alcove/contract'

/** A share; null when the whole is zero. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Averages a series down to at most 32 values, as many as a sparkline can show. */
export function course(points: readonly MetricPoint[], pick: (point: MetricPoint) => number | null): number[] {
  const size = Math.ceil(points.length / 32)
  const means: number[] = []
  for (let i = 0; i < points.length; i += size) {
    const values = points.slice(i, i + size).map((point) => pick(point) ?? 0)
    means.push(values.reduce((sum, value) => sum + value, 0) / values.length)
  }
  return means
}
