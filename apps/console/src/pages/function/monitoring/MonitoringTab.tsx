import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartLine, TableIcon } from 'lucide-react'
import { useState } from 'react'
import { metricsQuery } from '../../../api/metrics.ts'
import { versionsQuery } from '../../../api/versions.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { between, spanOf } from '../../../navigation/range.ts'
import { FUNCTION_SPLITS, type MonitoringSearch } from '../../../navigation/search/function.ts'
import { RANGES } from '../../../navigation/search/shared.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ChartSkeleton } from '../../../components/charts/ChartSkeleton.tsx'
import { CallsFilter } from '../../../components/charts/CallsFilter.tsx'
import { MetricCharts } from './MetricCharts.tsx'
import { MetricsTable } from './MetricsTable.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useSpan } from '../../../components/range/useSpan.ts'
import { useFunctionParams } from '../params.ts'

const STEPS = [60, 300, 900, 3_600, 21_600, 86_400]
const AUTO = 'auto'
const NONE = 'none'
/** Earlier times to compare with: the same length before, or the same time of the day or week before. */
const EARLIER = ['period', 'day', 'week'] as const
const DAY = 86_400_000

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
  const { from, to } = useSpan(range)
  const { from: start, to: end } = spanOf(range, 0)
  const lengthMs = end - start
  const asked = { step, version: versionOf(version), qualifier, trigger, split }
  const metrics = useQuery(metricsQuery(space, fn, { from, to, ...asked }))
  const earlier = EARLIER.find((each) => each === compare)
  const other = earlier === undefined ? versionOf(compare) : undefined
  const stepMs = 1000 * (step ?? metrics.data?.stepSeconds ?? 1)
  const shiftMs =
    earlier === undefined ? 0 : { period: Math.ceil(lengthMs / stepMs) * stepMs, day: DAY, week: 7 * DAY }[earlier]
  const before = useQuery({
    ...metricsQuery(space, fn, {
      from: new Date(Date.parse(from) - shiftMs).toISOString(),
      to: new Date(Date.parse(from) + lengthMs - shiftMs).toISOString(),
      ...asked,
      version: other ?? asked.version,
      split: undefined,
      // The same steps, whatever the range makes of them.
      step: step ?? metrics.data?.stepSeconds,
    }),
    enabled: metrics.data !== undefined && (earlier !== undefined || other !== undefined),
    refetchInterval: false,
  }).data
  const nameOf = (of: number | 'draft') => (of === 'draft' ? t('fn.versions.draft') : `v${of}`)
  const comparedWith = earlier ? t(`fn.metrics.compare.${earlier}`) : other && nameOf(other)
  const versions = useWholeList(versionsQuery(space, fn)).data ?? []
  const steps = STEPS.filter((candidate) => {
    const points = lengthMs / 1000 / candidate
    return points >= 6 && points <= 400
  })

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-3">
        <RangeControl value={range} presets={RANGES} onChange={(next) => change({ range: next, step: undefined })} />
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
            ...EARLIER.map((value) => ({ value, label: t(`fn.metrics.with.${value}`) })),
            ...['draft' as const, ...versions.map((each) => each.version)]
              .filter((each) => String(each) !== version)
              .map((each) => ({
                value: String(each),
                label: t('fn.metrics.withVersion', { version: nameOf(each) }),
              })),
          ]}
          onChange={(next) => change({ compare: next === NONE ? undefined : next })}
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
              key={range}
              metrics={data}
              before={comparedWith && before ? { metrics: before, shiftMs, label: comparedWith } : undefined}
              split={split}
              choose={{
                onWindow: (window) => change({ range: between(window), step: undefined }),
                onStep: (window) =>
                  void navigate(
                    paths.invocations(space, fn, { range: between(window), q: version && `version:${version}` }),
                  ),
              }}
            />
          )
        }
      </Loaded>
    </>
  )
}

const versionOf = (text: string | undefined) =>
  text === undefined ? undefined : text === 'draft' ? ('draft' as const) : Number(text) || undefined

function stepName(seconds: number): string {
  if (seconds < 3_600) return `${seconds / 60} min`
  return seconds < 86_400 ? `${seconds / 3_600} h` : `${seconds / 86_400} d`
}
