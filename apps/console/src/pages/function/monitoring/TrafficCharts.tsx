import type { Metrics } from '@alcove/contract'
import { ChartLegend } from '../../../components/charts/ChartLegend.tsx'
import { MetricChart } from '../../../components/charts/MetricChart.tsx'
import type { ChartSeries } from '../../../components/charts/series.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Section } from '../../../ui/Section.tsx'
import { compared } from './compared.ts'
import { type Before, useChartData } from './useChartData.ts'

/** Successes upwards, failures downwards on their own scale. */
export function TrafficCharts({
  metrics,
  before,
  note,
}: {
  metrics: Metrics
  before?: Before | undefined
  note?: string
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const shared = useChartData(metrics, before)
  const failures: ChartSeries[] = (
    [
      ['error', '--o-functionError'],
      ['timeout', '--o-timeout'],
      ['memory', '--o-outOfMemory'],
      ['throttled', '--o-throttled'],
    ] as const
  ).map(([key, token]) => ({ key, label: t(`fn.invocations.outcome.${key}`), color: `var(${token})`, kind: 'bar' }))
  const success: ChartSeries = {
    key: 'success',
    label: t('fn.invocations.outcome.success'),
    color: 'var(--bar)',
    kind: 'bar',
  }
  const earlier = compared([success], before)
  const count = (value: number) => {
    const { value: text, unit } = format.compact(value)
    return `${text}${unit}`
  }
  return (
    <Section
      title={t('fn.metrics.traffic')}
      note={note}
      actions={<ChartLegend series={[success, ...earlier, ...failures]} />}
    >
      <div className="px-gutter pb-2">
        <MetricChart
          {...shared}
          label={t('fn.metrics.traffic')}
          series={[success, ...earlier]}
          listed={[success, ...earlier, ...failures]}
          ticks={[]}
          height={148}
          formatValue={count}
        />
        <MetricChart
          {...shared}
          label={t('fn.metrics.failures')}
          series={failures}
          listed={[success, ...earlier, ...failures]}
          named={false}
          hanging
          height={88}
          formatValue={count}
        />
      </div>
    </Section>
  )
}
