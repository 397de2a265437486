import { CHART_METRICS, type Metrics, type MetricSplit } from '@alcove/contract'
import { useState } from 'react'
import { MetricPanel } from '../../../components/charts/MetricPanel.tsx'
import { RangeBrush } from '../../../components/charts/RangeBrush.tsx'
import { TrafficCharts } from '../../../components/charts/TrafficCharts.tsx'
import type { Before, ChooseTime } from '../../../components/charts/useChartData.ts'
import { type Window, windowOf } from '../../../components/charts/windowOf.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'

/** The others; these are the chart on top. */
const PANELS = CHART_METRICS.filter((metric) => !['invocations', 'errors', 'throttles'].includes(metric))

interface MetricChartsProps {
  metrics: Metrics
  /** The same range earlier, to compare with. */
  before?: Before | undefined
  split: MetricSplit | undefined
  choose: ChooseTime
}

export function MetricCharts({ metrics, before, split, choose }: MetricChartsProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Window | null>(null)
  if (metrics.total.invocations === 0) {
    return <EmptyState title={t('fn.metrics.none')}>{t('fn.metrics.noneHint')}</EmptyState>
  }
  const shown = chosen === null ? metrics : windowOf(metrics, chosen)
  return (
    <>
      <TrafficCharts metrics={shown} before={before} split={split} note={t('fn.metrics.ownScale')} choose={choose} />
      <RangeBrush metrics={metrics} window={chosen} onWindow={setChosen} />
      {split !== undefined && metrics.moreSeries > 0 && (
        <p className="border-b border-line px-gutter py-2 text-sm text-fg-2">
          {t('fn.metrics.moreSeries', { count: metrics.moreSeries })}
        </p>
      )}
      <div className="grid grid-cols-2 border-b border-line *:border-t *:border-line *:even:border-l narrow:grid-cols-1 narrow:*:even:border-l-0">
        {PANELS.map((metric) => (
          <MetricPanel key={metric} metric={metric} metrics={shown} before={before} split={split} choose={choose} />
        ))}
      </div>
    </>
  )
}
