import type { BoardChart } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { metricsQuery, spaceMetricsQuery } from '../../../api/metrics.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { MetricPanel } from '../../../components/charts/MetricPanel.tsx'
import { useSpan } from '../../../components/range/useSpan.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { type Range, spanOf } from '../../../navigation/range.ts'
import { Section } from '../../../ui/Section.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { useChartTitle } from './useChartTitle.ts'

const EARLIER_MS = { day: 86_400_000, week: 7 * 86_400_000 }

interface BoardTileProps {
  space: string
  chart: BoardChart
  range: Range
  compare: 'day' | 'week' | undefined
  actions: ReactNode
}

export function BoardTile({ space, chart, range, compare, actions }: BoardTileProps) {
  const { t } = useTranslation()
  const { from, to } = useSpan(range)
  const asked = {
    version: chart.version ?? undefined,
    qualifier: chart.qualifier ?? undefined,
    trigger: chart.trigger ?? undefined,
  }
  const queryOf = (span: { from: string; to?: string | undefined; step?: number | undefined }, split = chart.split) => {
    const query = { ...span, ...asked, split: split ?? undefined }
    return chart.function === null ? spaceMetricsQuery(space, query) : metricsQuery(space, chart.function, query)
  }
  const metrics = useQuery(queryOf({ from, to }))
  const shiftMs = compare === undefined ? 0 : EARLIER_MS[compare]
  const shifted = Date.parse(from) - shiftMs
  const { from: start, to: end } = spanOf(range, 0)
  const before = useQuery({
    ...queryOf(
      {
        from: new Date(shifted).toISOString(),
        to: new Date(shifted + end - start).toISOString(),
        step: metrics.data?.stepSeconds,
      },
      null,
    ),
    enabled: compare !== undefined && metrics.data !== undefined,
    refetchInterval: false,
  }).data
  const title = useChartTitle()(chart)
  const scope = useScope(chart)
  if (metrics.data === undefined) {
    return (
      <Section title={title} note={scope} actions={actions}>
        <div className="px-gutter pb-4">
          {metrics.error ? (
            <ErrorView error={metrics.error} onRetry={() => void metrics.refetch()} />
          ) : (
            <Skeleton className="h-44! w-full rounded-field!" />
          )}
        </div>
      </Section>
    )
  }
  return (
    <MetricPanel
      metric={chart.metric}
      metrics={metrics.data}
      split={chart.split ?? undefined}
      before={
        compare !== undefined && before
          ? { metrics: before, shiftMs, label: t(`fn.metrics.compare.${compare}`) }
          : undefined
      }
      title={title}
      note={scope}
      named={chart.width === 'full'}
      actions={actions}
    />
  )
}

/** Which calls a chart counts. */
function useScope({ function: fn, version, qualifier, trigger }: BoardChart): string {
  const { t } = useTranslation()
  return [
    fn ?? t('boards.allFunctions'),
    version === 'draft' ? t('fn.versions.draft') : version !== null && `v${version}`,
    qualifier !== null && t('fn.metrics.ofAlias', { alias: qualifier }),
    trigger !== null && t('fn.metrics.ofTrigger', { trigger }),
  ]
    .filter(Boolean)
    .join(' · ')
}
