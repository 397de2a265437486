import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { functionQuery } from '../../../api/functions.ts'
import { metricsQuery } from '../../../api/metrics.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { LazyTrafficChart } from '../../../components/charts/LazyTrafficChart.tsx'
import { releaseMarks } from '../../../components/charts/releaseMarks.ts'
import { TrafficLegend } from '../../../components/charts/TrafficLegend.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { ChartSkeleton } from '../../../components/charts/ChartSkeleton.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useSpan } from '../../../components/range/useSpan.ts'
import { between } from '../../../navigation/range.ts'
import { OVERVIEW_RANGES } from '../../../navigation/search/shared.ts'
import { FirstSteps } from './FirstSteps.tsx'
import { Flow } from './Flow.tsx'
import { FunctionMetrics } from './FunctionMetrics.tsx'
import { HowToCall } from './HowToCall.tsx'
import { LastFailures } from './LastFailures.tsx'
import { RemedyNotice } from '../versions/RemedyNotice.tsx'
import { Pointers } from './Pointers.tsx'
import { useFunctionParams } from '../params.ts'

export default function OverviewTab() {
  const { t } = useTranslation()
  const format = useFormat()
  const { space, fn } = useFunctionParams()
  const details = useQuery(functionQuery(space, fn))
  const { range = '24h' } = useSearch({ from: '/shell/s/$space/f/$fn/' })
  const navigate = useNavigate()
  const metrics = useQuery(metricsQuery(space, fn, { ...useSpan(range), step: range === '24h' ? 900 : undefined }))
  return (
    <>
      <HeaderSlot name="actions">
        {details.data?.lastInvokedAt !== null && (
          <RangeControl
            value={range}
            presets={OVERVIEW_RANGES}
            onChange={(next) => void navigate(paths.function(space, fn, { range: next }))}
          />
        )}
        <LinkButton
          {...paths.code(space, fn)}
          variant={details.data?.lastInvokedAt === null ? 'secondary' : 'primary'}
          icon={<Play size={15} />}
        >
          {t('fn.overview.editAndRun')}
        </LinkButton>
      </HeaderSlot>
      <Loaded query={details} skeleton={<ChartSkeleton />}>
        {(data) => (
          <>
            {data.lastInvokedAt !== null && <RemedyNotice space={space} details={data} />}
            {data.lastInvokedAt !== null && metrics.data && <FunctionMetrics metrics={metrics.data} range={range} />}
            <div className="grid flex-1 grid-cols-[minmax(0,1fr)_var(--rail)] compact:grid-cols-1">
              <div className="min-w-0">
                {data.lastInvokedAt === null ? (
                  <FirstSteps space={space} details={data} />
                ) : (
                  <Loaded query={metrics} skeleton={<ChartSkeleton charts={1} />}>
                    {(loaded) => (
                      <Section
                        title={t('fn.metrics.traffic')}
                        note={t('overview.perStep', { step: format.duration(loaded.stepSeconds * 1000) })}
                        actions={<TrafficLegend />}
                      >
                        <LazyTrafficChart
                          metrics={loaded}
                          releases={releaseMarks(loaded.releases, t)}
                          onWindow={(window) => void navigate(paths.function(space, fn, { range: between(window) }))}
                          onStep={(window) => void navigate(paths.invocations(space, fn, { range: between(window) }))}
                        />
                      </Section>
                    )}
                  </Loaded>
                )}
                <LastFailures space={space} fn={fn} />
                <Flow space={space} fn={fn} />
              </div>
              <div
                className="min-w-0 border-l border-line compact:border-t compact:border-l-0"
                style={{ '--gutter': '16px' }}
              >
                <HowToCall space={space} details={data} />
                <Pointers space={space} details={data} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}
