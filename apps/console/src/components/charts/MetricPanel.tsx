import { type ChartMetric, METRIC_SERIES, type Metrics, type MetricSplit } from '@alcove/contract'
import { type ReactNode, useState } from 'react'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'
import { Select } from '../../ui/Select.tsx'
import { PART_STRIPES } from '../../ui/stripes.ts'
import { money } from '../money.ts'
import { ChartLegend } from './ChartLegend.tsx'
import { compared } from './compared.ts'
import { CHARTS, type Measure, LINE_DASHES, OWN_LOOKS, SERIES_COLORS } from './measures.ts'
import { MetricChart } from './MetricChart.tsx'
import { seriesKey } from './rows.ts'
import type { ChartSeries } from './series.ts'
import { type Before, type ChooseTime, useChartData } from './useChartData.ts'
import { useSeriesName } from './useSeriesName.ts'

interface MetricPanelProps {
  metric: ChartMetric
  metrics: Metrics
  /** The same range earlier, to compare with. */
  before?: Before | undefined
  split?: MetricSplit | undefined
  title?: string
  /** Instead of what the metric is. */
  note?: ReactNode
  /** Whether the lines of releases have their names. */
  named?: boolean
  actions?: ReactNode
  height?: number
  choose?: ChooseTime | undefined
}

/** One metric over time: its measures together, or one of them for each series of a split. */
export function MetricPanel(props: MetricPanelProps) {
  const { metric, metrics, before, split, named = false, height = 188 } = props
  const { t } = useTranslation()
  const shared = useChartData(metrics, before)
  const formatValue = useFormatValue(metric, metrics.currency)
  const nameOf = useSeriesName(split)
  const { kind, together, each } = CHARTS[metric]
  const [chosen, setChosen] = useState<Measure>(each[0]!)
  const label = (measure: Measure) => t(`fn.metrics.measure.${measure}`)

  const isSplit = split !== undefined && metrics.series.length > 0
  const series: ChartSeries[] = isSplit
    ? metrics.series.map(({ key }, index) => ({
        key: seriesKey(chosen, key),
        label: nameOf(key),
        color: SERIES_COLORS[index % METRIC_SERIES]!,
        kind: kind === 'bar' ? 'bar' : 'line',
        dash: LINE_DASHES[index % LINE_DASHES.length],
        stripes: PART_STRIPES[index % PART_STRIPES.length],
      }))
    : together.map((measure, index) => ({
        key: measure,
        label: label(measure),
        color: SERIES_COLORS[index]!,
        // Two areas would hide each other.
        kind: kind === 'area' && index > 0 ? 'line' : kind,
        dash: LINE_DASHES[index % LINE_DASHES.length],
        ...OWN_LOOKS[measure],
      }))
  // Comparing and splitting durations use p95.
  const main = isSplit || together.includes(chosen) ? chosen : together[0]!
  const earlier = compared({ key: main, label: label(main) }, before, !isSplit && together.length === 1)
  const all = [...series, ...earlier]
  const name = t(`fn.metrics.chart.${metric}`)
  const isPriceless = CHARTS[metric].unit === 'money' && metrics.currency === null
  return (
    <Section
      title={props.title ?? name}
      note={props.note ?? (isPriceless ? t('usage.noPrices') : t(`fn.metrics.note.${metric}`))}
      actions={
        <>
          {isSplit && each.length > 1 && (
            <Select
              size="sm"
              label={t('fn.metrics.measureOf', { metric: name })}
              value={chosen}
              options={each.map((measure) => ({ value: measure, label: label(measure) }))}
              onChange={setChosen}
            />
          )}
          {(all.length > 1 || isSplit) && <ChartLegend series={all} />}
          {props.actions}
        </>
      }
      className="min-w-0"
    >
      <div className="px-gutter pb-2">
        <MetricChart
          {...shared}
          {...props.choose}
          label={props.title ?? name}
          series={all}
          named={named}
          fractions={CHARTS[metric].unit === 'money'}
          height={height}
          formatValue={formatValue}
        />
      </div>
    </Section>
  )
}

function useFormatValue(metric: ChartMetric, currency: string | null): (value: number) => string {
  const format = useFormat()
  const language = useLanguage()
  switch (CHARTS[metric].unit) {
    case 'duration':
      return format.duration
    case 'megabytes':
      return (value) => `${format.number(value)} MB`
    case 'bytes':
      return format.bytes
    case 'money':
      return (value) => (currency === null ? format.number(value) : money(language, value, currency))
    case 'count':
      return (value) => {
        const { value: text, unit } = format.compact(value)
        return `${text}${unit}`
      }
  }
}
