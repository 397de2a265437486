import { METRIC_SERIES, type Metrics, type MetricSplit } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'
import { PART_STRIPES } from '../../ui/stripes.ts'
import { ChartLegend } from './ChartLegend.tsx'
import { compared } from './compared.ts'
import { SERIES_COLORS } from './measures.ts'
import { MetricChart } from './MetricChart.tsx'
import { FAILURES, lookOf } from './outcomes.ts'
import { seriesKey } from './rows.ts'
import type { ChartSeries } from './series.ts'
import { type Before, type ChooseTime, useChartData } from './useChartData.ts'
import { useSeriesName } from './useSeriesName.ts'

interface TrafficChartsProps {
  metrics: Metrics
  before?: Before | undefined
  split?: MetricSplit | undefined
  note?: string
  choose?: ChooseTime | undefined
}

/** Successes upwards, failures downwards on their own scale. A split divides the successes. */
export function TrafficCharts({ metrics, before, split, note, choose }: TrafficChartsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const shared = useChartData(metrics, before)
  const nameOf = useSeriesName(split)
  const outcome = (key: 'success' | (typeof FAILURES)[number]): ChartSeries => ({
    key,
    label: t(`fn.invocations.outcome.${key}`),
    ...lookOf(key),
  })
  const failures = FAILURES.map(outcome)
  const all = outcome('success')
  const successes: ChartSeries[] =
    split === undefined || metrics.series.length === 0
      ? [all]
      : metrics.series.map(({ key }, index) => ({
          key: seriesKey('success', key),
          label: nameOf(key),
          color: SERIES_COLORS[index % METRIC_SERIES]!,
          stripes: PART_STRIPES[index % PART_STRIPES.length],
          kind: 'bar',
        }))
  const earlier = compared(all, before, false)
  const listed = [...successes, ...earlier, ...failures]
  const count = (value: number) => {
    const { value: text, unit } = format.compact(value)
    return `${text}${unit}`
  }
  return (
    <Section title={t('fn.metrics.traffic')} note={note} actions={<ChartLegend series={listed} />}>
      <div className="px-gutter pb-2">
        <MetricChart
          {...shared}
          {...choose}
          label={t('fn.metrics.traffic')}
          series={[...successes, ...earlier]}
          listed={listed}
          ticks={[]}
          height={148}
          formatValue={count}
        />
        <MetricChart
          {...shared}
          {...choose}
          label={t('fn.metrics.failures')}
          series={failures}
          listed={listed}
          named={false}
          hanging
          height={88}
          formatValue={count}
        />
      </div>
    </Section>
  )
}
