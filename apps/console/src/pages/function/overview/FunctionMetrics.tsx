import type { Metrics } from '@alcove/contract'
import { useRangeText } from '../../../components/range/useRangeText.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Range } from '../../../navigation/range.ts'
import { MetricStrip } from '../../../ui/MetricStrip.tsx'
import { LineSpark } from '../../../ui/Sparkline.tsx'

interface FunctionMetricsProps {
  metrics: Metrics
  range: Range
}

/** Six numbers about a stretch of time. */
export function FunctionMetrics({ metrics: { total, points }, range }: FunctionMetricsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const textOf = useRangeText()
  const share = (part: number) => (total.invocations === 0 ? 0 : part / total.invocations)
  const invocations = format.compact(total.invocations)
  const p95 = total.durationMs.p95 === null ? null : format.durationParts(total.durationMs.p95)
  const failing = share(total.errors)
  return (
    <div className="[&>dl]:border-t-0">
      <MetricStrip
        label={t('overview.numbers')}
        metrics={[
          {
            key: 'invocations',
            label: t('fn.metrics.invocations'),
            value: invocations.value,
            unit: invocations.unit,
            note: textOf(range),
            spark: <LineSpark values={points.map((point) => point.invocations)} />,
          },
          {
            key: 'errors',
            label: t('fn.metrics.errorRate'),
            value: format.percent(failing),
            unit: '%',
            note: t('fn.overview.failed', { count: total.errors }),
            tone: failing >= 0.01 ? 'danger' : 'quiet',
            spark: <LineSpark values={points.map((point) => point.errors)} color="var(--o-functionError)" />,
          },
          {
            key: 'p95',
            label: t('fn.metrics.p95'),
            value: p95?.value ?? '–',
            unit: p95?.unit,
            note: total.durationMs.p50 === null ? '' : `p50 ${format.duration(total.durationMs.p50)}`,
            spark: <LineSpark values={points.map((point) => point.durationMs.p95)} />,
          },
          {
            key: 'cold',
            label: t('fn.metrics.coldStarts'),
            value: format.percent(share(total.coldStarts)),
            unit: '%',
            note: format.number(total.coldStarts),
            spark: <LineSpark values={points.map((point) => point.coldStarts)} color="var(--o-cold)" />,
          },
          {
            key: 'throttled',
            label: t('fn.metrics.throttled'),
            value: format.number(total.throttled),
            tone: total.throttled > 0 ? 'warning' : 'quiet',
            note: total.throttled > 0 ? t('fn.overview.atLimit') : t('common.none'),
            spark: <LineSpark values={points.map((point) => point.throttled)} color="var(--o-throttled)" />,
          },
          {
            key: 'concurrency',
            label: t('fn.metrics.concurrency'),
            value: format.number(total.concurrency),
            note: t('fn.overview.peak'),
            spark: <LineSpark values={points.map((point) => point.concurrency)} />,
          },
        ]}
      />
    </div>
  )
}
