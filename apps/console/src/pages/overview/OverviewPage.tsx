import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { overviewQuery } from '../../api/metrics.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { useTimeZone } from '../../i18n/timeZone.ts'
import { OVERVIEW_RANGES } from '../../navigation/search.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { NewFunction } from './NewFunction.tsx'
import { OverviewBody } from './OverviewBody.tsx'
import { OverviewSkeleton } from './OverviewSkeleton.tsx'

const route = getRouteApi('/shell/')

export default function OverviewPage() {
  const { t } = useTranslation()
  const zone = useTimeZone()
  const { range = '24h' } = route.useSearch()
  const navigate = route.useNavigate()
  const overview = useQuery(overviewQuery({ range }))
  return (
    <>
      <PageHeader
        title={t('shell.overview')}
        actions={
          <>
            <Segmented
              label={t('overview.range')}
              value={range}
              options={OVERVIEW_RANGES.map((value) => ({ value, label: value }))}
              onChange={(next) => void navigate({ search: { range: next }, replace: true })}
              className="narrow:flex-1"
            />
            {overview.data?.functionCount !== 0 && <NewFunction />}
          </>
        }
      >
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('overview.zone', { zone })}</span>
      </PageHeader>
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => <OverviewBody overview={data} range={range} />}
      </Loaded>
    </>
  )
}
