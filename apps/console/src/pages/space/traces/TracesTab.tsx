import type { Space } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Waypoints } from 'lucide-react'
import { rootCallsQuery } from '../../../api/traces.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useSpan } from '../../../components/range/useSpan.ts'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { TRACE_RANGES } from '../../../navigation/search/space.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { CallsTable } from '../calls/CallsTable.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { ServiceGraph } from './ServiceGraph.tsx'

const page = getRouteApi('/shell/s/$space/traces')

/** Requests that came from outside, and which functions call each other. */
export default function TracesTab() {
  return <SpacePage>{(space) => <Traces space={space} />}</SpacePage>
}

function Traces({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { range = '3h', show = 'all', q } = page.useSearch()
  const navigate = useNavigate({ from: '/s/$space/traces' })
  const { from, to } = useSpan(range)
  const list = useInfiniteQuery(rootCallsQuery(space.name, { from, to }, show === 'failed', q))
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
        <Segmented
          label={t('traces.show')}
          value={show}
          options={(['all', 'failed'] as const).map((value) => ({ value, label: t(`traces.shown.${value}`) }))}
          onChange={(next) =>
            void navigate({ search: (search) => ({ ...search, show: next === 'all' ? undefined : next }) })
          }
        />
        <SearchInput
          value={q ?? ''}
          label={t('traces.search')}
          onChange={(text) =>
            void navigate({ search: (search) => ({ ...search, q: text || undefined }), replace: true })
          }
        />
        <span className="ml-auto">
          <RangeControl
            presets={TRACE_RANGES}
            value={range}
            onChange={(next) =>
              void navigate({ search: (search) => ({ ...search, range: next === '3h' ? undefined : next }) })
            }
          />
        </span>
      </div>
      <ServiceGraph space={space.name} from={from} to={to} />
      <Section ruled title={t('traces.requests')}>
        <Loaded query={list} skeleton={<SkeletonRows />}>
          {(calls) =>
            calls.length === 0 ? (
              <EmptyState icon={<Waypoints size={15} />} title={t(q ? 'traces.noneFound' : 'traces.none')}>
                {!q && t('traces.noneHint')}
              </EmptyState>
            ) : (
              <CallsTable
                label={t('shell.traces')}
                calls={calls}
                pages={list}
                selected={undefined}
                tight={false}
                onOpen={(call) => void navigate(paths.trace(space.name, call.traceId, { at: call.startedAt }))}
              />
            )
          }
        </Loaded>
      </Section>
    </>
  )
}
