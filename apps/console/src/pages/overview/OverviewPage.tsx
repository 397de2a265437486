import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { overviewQuery } from '../../api/metrics.ts'
import { RangeControl } from '../../components/range/RangeControl.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { useTimeZone } from '../../i18n/timeZone.ts'
import type { Range } from '../../navigation/range.ts'
import { OVERVIEW_RANGES } from '../../navigation/search/shared.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { NewFunction } from './NewFunction.tsx'
import { OverviewBody } from './OverviewBody.tsx'
import { queryOf } from './queryOf.ts'
import { OverviewSkeleton } from './OverviewSkeleton.tsx'

const route = getRouteApi('/shell/')

export default function OverviewPage() {
  const { t } = useTranslation()
  const zone = useTimeZone()
  const { range = '24h' } = route.useSearch()
  const navigate = route.useNavigate()
  const show = (next: Range) => void navigate({ search: { range: next } })
  const overview = useQuery(overviewQuery(queryOf(range)))
  return (
    <>
      <PageHeader
        title={t('shell.overview')}
        actions={
          <>
            <RangeControl value={range} presets={OVERVIEW_RANGES} onChange={show} />
            {overview.data?.functionCount !== 0 && <NewFunction />}
          </>
        }
      >
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('overview.zone', { zone })}</span>
      </PageHeader>
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => <OverviewBody overview={data} range={range} onRange={show} />}
      </Loaded>
    </>
  )
}
