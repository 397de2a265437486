import { BEFORE_DASH } from './measures.ts'
import { beforeKey } from './rows.ts'
import type { ChartSeries } from './series.ts'
import type { Before } from './useChartData.ts'

/** One of the measures as it was in the range before: dashed. More lines would hide the others. */
export function compared(
  main: Pick<ChartSeries, 'key' | 'label'>,
  before: Before | undefined,
  alone: boolean,
): ChartSeries[] {
  if (!before) return []
  const label = alone ? before.label : `${main.label}, ${before.label}`
  return [{ key: beforeKey(main.key), label, color: 'var(--text-2)', kind: 'line', dash: BEFORE_DASH }]
}
