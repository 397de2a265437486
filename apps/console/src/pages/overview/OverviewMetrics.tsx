import type { MetricPoint, Overview } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import type { Range } from '../../navigation/range.ts'
import { type Metric, MetricStrip } from '../../ui/MetricStrip.tsx'
import { LineSpark } from '../../ui/Sparkline.tsx'
import { course, share } from './course.ts'

/** Six numbers: the current value, the previous one, and the course between. */
export function OverviewMetrics({ overview, range }: { overview: Overview; range: Range }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { points, total } = overview.metrics
  const { previous } = overview
  const usual = (['1h', '24h', '7d', '30d'] as const).find((each) => each === range)
  const before = t(`overview.before.${usual ?? 'other'}`)
  const spark = (pick: (point: MetricPoint) => number | null, color?: string) => (
    <LineSpark values={course(points, pick)} color={color} />
  )

  const change = previous.invocations > 0 ? total.invocations / previous.invocations - 1 : null
  const errorRate = share(total.errors, total.invocations)
  const errorRateBefore = share(previous.errors, previous.invocations)
  const worse = errorRate !== null && errorRate > 0.001 && errorRate > (errorRateBefore ?? 0) * 1.2
  const coldRate = share(total.coldStarts, total.invocations)
  const busiest = points.reduce<MetricPoint | undefined>(
    (max, point) => (point.concurrency > (max?.concurrency ?? 0) ? point : max),
    undefined,
  )
  const p95 = total.durationMs.p95 === null ? null : format.durationParts(total.durationMs.p95)

  const metrics: Metric[] = [
    {
      key: 'invocations',
      label: t('shell.invocations'),
      ...format.compact(total.invocations),
      note:
        change === null
          ? t('overview.noneBefore', { before })
          : t(change < 0 ? 'overview.less' : 'overview.more', {
              percent: format.percentShort(Math.abs(change)),
              before,
            }),
      spark: spark((point) => point.invocations),
    },
    {
      key: 'errors',
      label: t('overview.errorRate'),
      value: errorRate === null ? '–' : format.percent(errorRate),
      unit: errorRate === null ? undefined : '%',
      note: errorRateBefore === null ? null : t('overview.was', { value: `${format.percent(errorRateBefore)}%` }),
      tone: worse ? 'danger' : 'quiet',
      spark: spark((point) => share(point.errors, point.invocations), 'var(--o-functionError)'),
    },
    {
      key: 'p95',
      label: t('overview.p95'),
      value: p95?.value ?? '–',
      unit: p95?.unit,
      note:
        previous.durationMs.p95 === null
          ? null
          : t('overview.was', { value: format.duration(previous.durationMs.p95) }),
      spark: spark((point) => point.durationMs.p95),
    },
    {
      key: 'cold',
      label: t('overview.coldStarts'),
      value: coldRate === null ? '–' : format.percentShort(coldRate),
      unit: coldRate === null ? undefined : '%',
      note: t('overview.coldCount', { count: total.coldStarts, number: format.number(total.coldStarts) }),
      spark: spark((point) => share(point.coldStarts, point.invocations), 'var(--o-cold)'),
    },
    {
      key: 'throttled',
      label: t('status.throttled'),
      ...format.compact(total.throttled),
      note: t('overview.was', { value: format.number(previous.throttled) }),
      tone: total.throttled > previous.throttled ? 'warning' : 'quiet',
      spark: spark((point) => point.throttled, 'var(--o-throttled)'),
    },
    {
      key: 'concurrency',
      label: t('overview.concurrency'),
      value: format.number(total.concurrency),
      note: busiest ? t('overview.peakAt', { time: format.minute(busiest.time) }) : null,
      spark: spark((point) => point.concurrency),
    },
  ]
  return <MetricStrip label={t('overview.numbers')} metrics={metrics} />
}
