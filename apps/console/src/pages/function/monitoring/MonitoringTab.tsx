import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartLine, TableIcon } from 'lucide-react'
import { useState } from 'react'
import { metricsQuery } from '../../../api/metrics.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { FUNCTION_SPLITS, type MonitoringSearch, RANGE_MS, RANGES } from '../../../navigation/search.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ChartSkeleton } from '../../../components/charts/ChartSkeleton.tsx'
import { CallsFilter } from './CallsFilter.tsx'
import { MetricCharts } from './MetricCharts.tsx'
import { MetricsTable } from './MetricsTable.tsx'
import { useRangeStart } from '../../../components/useRangeStart.ts'
import { useFunctionParams } from '../params.ts'

const STEPS = [60, 300, 900, 3_600, 21_600, 86_400]
const AUTO = 'auto'
const NONE = 'none'
const COMPARE_MS = { day: 86_400_000, week: 7 * 86_400_000 }

export default function MonitoringTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const {
    range = '24h',
    step,
    version,
    qualifier,
    trigger,
    split,
    compare,
  } = useSearch({ from: '/shell/s/$space/f/$fn/monitoring' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/monitoring' })
  const change = (search: MonitoringSearch) => void navigate({ search: (before) => ({ ...before, ...search }) })
  const [view, setView] = useState<'charts' | 'table'>('charts')
  const from = useRangeStart(range)
  const asked = {
    step,
    version: version === undefined ? undefined : version === 'draft' ? ('draft' as const) : Number(version),
    qualifier,
    trigger,
    split,
  }
  const metrics = useQuery(metricsQuery(space, fn, { from, ...asked }))
  const shiftMs = compare === undefined ? 0 : COMPARE_MS[compare]
  const before = useQuery({
    ...metricsQuery(space, fn, {
      from: new Date(Date.parse(from) - shiftMs).toISOString(),
      to: new Date(Date.parse(from) + RANGE_MS[range] - shiftMs).toISOString(),
      ...asked,
      split: undefined,
      // The same steps, whatever the range makes of them.
      step: step ?? metrics.data?.stepSeconds,
    }),
    enabled: compare !== undefined && metrics.data !== undefined,
    refetchInterval: false,
  }).data
  const seconds = RANGE_MS[range] / 1000
  const steps = STEPS.filter((candidate) => seconds / candidate >= 6 && seconds / candidate <= 400)

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-3">
        <Segmented
          label={t('fn.range.title')}
          value={range}
          options={RANGES.map((value) => ({ value, label: t(`fn.range.${value}`) }))}
          onChange={(next) => change({ range: next, step: undefined })}
        />
        <Select
          size="md"
          label={t('fn.metrics.step')}
          value={step === undefined ? AUTO : String(step)}
          options={[
            { value: AUTO, label: t('fn.metrics.autoStep') },
            ...steps.map((value) => ({
              value: String(value),
              label: t('fn.metrics.perStep', { step: stepName(value) }),
            })),
          ]}
          onChange={(next) => change({ step: next === AUTO ? undefined : Number(next) })}
        />
        <CallsFilter space={space} fn={fn} value={{ version, qualifier, trigger }} onChange={change} />
        <Select
          size="md"
          label={t('fn.metrics.splitBy')}
          value={split ?? NONE}
          options={[
            { value: NONE, label: t('fn.metrics.noSplit') },
            ...FUNCTION_SPLITS.map((value) => ({ value, label: t(`fn.metrics.split.${value}`) })),
          ]}
          onChange={(next) => change({ split: FUNCTION_SPLITS.find((value) => value === next) })}
        />
        <Select
          size="md"
          label={t('fn.metrics.compareWith')}
          value={compare ?? NONE}
          options={[
            { value: NONE, label: t('fn.metrics.noComparison') },
            ...(['day', 'week'] as const).map((value) => ({ value, label: t(`fn.metrics.with.${value}`) })),
          ]}
          onChange={(next) => change({ compare: next === 'day' || next === 'week' ? next : undefined })}
        />
        <Segmented
          className="ml-auto narrow:ml-0"
          label={t('fn.metrics.view')}
          value={view}
          options={[
            {
              value: 'charts',
              label: t('fn.metrics.charts'),
              icon: <ChartLine size={14} />,
            },
            {
              value: 'table',
              label: t('fn.metrics.asTable'),
              icon: <TableIcon size={14} />,
            },
          ]}
          onChange={setView}
        />
      </div>
      <Loaded query={metrics} skeleton={<ChartSkeleton />}>
        {(data) =>
          view === 'table' ? (
            <MetricsTable metrics={data} />
          ) : (
            <MetricCharts
              metrics={data}
              before={compare && before && { metrics: before, shiftMs, label: t(`fn.metrics.compare.${compare}`) }}
              split={split}
            />
          )
        }
      </Loaded>
    </>
  )
}

function stepName(seconds: number): string {
  if (seconds < 3_600) return `${seconds / 60} min`
  return seconds < 86_400 ? `${seconds / 3_600} h` : `${seconds / 86_400} d`
}
