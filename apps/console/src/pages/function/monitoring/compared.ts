import type { ChartSeries } from '../../../components/charts/series.ts'
import { beforeKey } from './rows.ts'
import type { Before } from './useChartData.ts'

/** The main one of the series, as it was in the range before: dashed. */
export function compared(series: readonly ChartSeries[], before: Before | undefined): ChartSeries[] {
  // p95 stands for the durations: three more lines would hide them.
  const main = series.find(({ key }) => key === 'p95') ?? series[0]
  if (!before || !main) return []
  const label = series.length > 1 ? `${main.label}, ${before.label}` : before.label
  return [{ key: beforeKey(main.key), label, color: 'var(--text-2)', kind: 'line', dashed: true }]
}
