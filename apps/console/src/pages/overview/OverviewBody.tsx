import type { Health, Overview } from '@alcove/contract'
import { FunctionTable } from '../../components/FunctionTable.tsx'
import { LazyTrafficChart } from '../../components/charts/LazyTrafficChart.tsx'
import { functionReleaseMarks } from '../../components/charts/releaseMarks.ts'
import { TrafficLegend } from '../../components/charts/TrafficLegend.tsx'
import { useSort } from '../../components/useSort.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { between, type Range } from '../../navigation/range.ts'
import { HealthMark } from '../../ui/HealthMark.tsx'
import { Section } from '../../ui/Section.tsx'
import { Attention } from './Attention.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { OverviewMetrics } from './OverviewMetrics.tsx'

interface OverviewBodyProps {
  overview: Overview
  range: Range
  onRange(range: Range): void
}

export function OverviewBody({ overview, range, onRange }: OverviewBodyProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const sort = useSort()
  if (overview.functionCount === 0) return <FirstSteps />
  const { metrics, functions } = overview
  const zoom = (window: [number, number]) => onRange(between(window))
  return (
    <>
      <OverviewMetrics overview={overview} range={range} />
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_var(--rail)] compact:flex compact:flex-col">
        <div className="min-w-0">
          <Section
            title={t('overview.traffic')}
            note={
              <span className="narrow:hidden">
                {t('overview.perStep', { step: format.duration(metrics.stepSeconds * 1000) })}
              </span>
            }
            actions={<TrafficLegend />}
            className="border-b border-line pb-1 [&>div:first-child]:min-h-11"
          >
            <LazyTrafficChart
              metrics={metrics}
              releases={functionReleaseMarks(metrics.releases, t)}
              onWindow={zoom}
              onStep={zoom}
            />
          </Section>
          <Section
            title={t('shell.functions')}
            note={<span className="num">{overview.functionCount}</span>}
            actions={
              <ul className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-sm text-fg-2">
                {WORST_FIRST.filter((health) => (overview.health[health] ?? 0) > 0).map((health) => (
                  <li key={health} className="inline-flex items-center gap-1.5">
                    <HealthMark health={health} />
                    {t('overview.healthCount', { count: overview.health[health], health: t(`health.${health}`) })}
                  </li>
                ))}
              </ul>
            }
            className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
          >
            <FunctionTable
              label={t('shell.functions')}
              functions={functions}
              across
              sort={functions.length === overview.functionCount ? sort : undefined}
            />
            {functions.length < overview.functionCount && (
              <p className="px-gutter py-2.5 text-sm text-fg-3">
                {t('overview.shownOf', { shown: functions.length, count: overview.functionCount })}
              </p>
            )}
          </Section>
        </div>
        <Attention items={overview.attention} failing={overview.failingFunctions} functions={functions} />
      </div>
    </>
  )
}

const WORST_FIRST: readonly Health[] = ['failing', 'degraded', 'suspended', 'healthy', 'idle']
