import type { Metrics } from '@alcove/contract'
import { ChartLegend } from '../../../components/charts/ChartLegend.tsx'
import { MetricChart } from '../../../components/charts/MetricChart.tsx'
import { compared } from './compared.ts'
import type { ChartSeries } from '../../../components/charts/series.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Section } from '../../../ui/Section.tsx'
import { TrafficCharts } from './TrafficCharts.tsx'
import { type Before, useChartData } from './useChartData.ts'

interface Panel {
  key: 'latency' | 'concurrency' | 'coldStarts' | 'memoryUse'
  series: ChartSeries[]
  format(value: number): string
  limit?: { value: number; label: string }
}

interface MetricChartsProps {
  metrics: Metrics
  /** The same range earlier, to compare with. */
  before?: Before | undefined
  memoryMb: number | undefined
}

export function MetricCharts({ metrics, before, memoryMb }: MetricChartsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const shared = useChartData(metrics, before)
  if (metrics.total.invocations === 0) {
    return <EmptyState title={t('fn.metrics.none')}>{t('fn.metrics.noneHint')}</EmptyState>
  }
  const number = (value: number) => format.number(value)
  const panels: Panel[] = [
    {
      key: 'latency',
      format: format.duration,
      series: [
        { key: 'p50', label: 'p50', color: 'var(--s1)', kind: 'line' },
        { key: 'p95', label: 'p95', color: 'var(--s2)', kind: 'line' },
        { key: 'p99', label: 'p99', color: 'var(--s3)', kind: 'line' },
      ],
    },
    {
      key: 'concurrency',
      format: number,
      series: [{ key: 'concurrency', label: t('fn.metrics.concurrency'), color: 'var(--s1)', kind: 'area' }],
    },
    {
      key: 'coldStarts',
      format: number,
      series: [{ key: 'coldStarts', label: t('fn.metrics.coldStarts'), color: 'var(--o-cold)', kind: 'bar' }],
    },
    {
      key: 'memoryUse',
      format: (value) => `${format.number(value)} MB`,
      limit:
        memoryMb === undefined
          ? undefined
          : { value: memoryMb, label: t('fn.metrics.memoryLimit', { memory: memoryMb }) },
      series: [{ key: 'peakMemoryMb', label: t('fn.metrics.memoryUse'), color: 'var(--s3)', kind: 'line' }],
    },
  ]
  return (
    <>
      <TrafficCharts metrics={metrics} before={before} note={t('fn.metrics.ownScale')} />
      <div className="grid grid-cols-2 border-b border-line *:border-t *:border-line *:even:border-l narrow:grid-cols-1 narrow:*:even:border-l-0">
        {panels.map(({ key, series, format: formatValue, limit }) => (
          <Section
            key={key}
            title={t(`fn.metrics.${key}`)}
            note={t(`fn.metrics.note.${key}`)}
            actions={(series.length > 1 || before) && <ChartLegend series={[...series, ...compared(series, before)]} />}
            className="min-w-0"
          >
            <div className="px-gutter pb-2">
              <MetricChart
                {...shared}
                label={t(`fn.metrics.${key}`)}
                series={[...series, ...compared(series, before)]}
                limit={limit}
                named={false}
                height={188}
                formatValue={formatValue}
              />
            </div>
          </Section>
        ))}
      </div>
    </>
  )
}
