import { ISSUE_STATUSES, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { issuesQuery } from '../../../api/issues.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterToken } from '../../../ui/FilterToken.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { stepsIn } from '../../../ui/stepsIn.ts'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { IssueDrawer } from './IssueDrawer.tsx'
import { IssuesTable } from './IssuesTable.tsx'

const page = getRouteApi('/shell/s/$space/issues')

export default function IssuesTab() {
  return <SpacePage>{(space) => <Issues space={space} />}</SpacePage>
}

function Issues({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { q, fn, status = 'open', id } = page.useSearch()
  const navigate = page.useNavigate()
  const query = useQuery(issuesQuery(space.name, { status, q, function: fn }))
  const open = (issue?: string) => void navigate({ search: (search) => ({ ...search, id: issue }), resetScroll: false })
  return (
    <DrawerSpace
      width={560}
      drawer={
        id !== undefined && (
          <IssueDrawer
            key={id}
            space={space}
            id={id}
            steps={stepsIn(
              (query.data ?? []).map((issue) => issue.id),
              id,
              open,
            )}
            onClose={() => open()}
          />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
        <Segmented
          label={t('issues.show')}
          value={status}
          options={ISSUE_STATUSES.map((value) => ({ value, label: t(`issues.status.${value}`) }))}
          onChange={(next) =>
            void navigate({ search: (search) => ({ ...search, status: next === 'open' ? undefined : next }) })
          }
        />
        <SearchInput
          value={q ?? ''}
          label={t('issues.search')}
          onChange={(text) =>
            void navigate({ search: (search) => ({ ...search, q: text || undefined }), replace: true })
          }
        />
        {fn !== undefined && (
          <FilterToken
            name="function"
            value={fn}
            onRemove={() => void navigate({ search: (search) => ({ ...search, fn: undefined }) })}
          />
        )}
      </div>
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {(issues) =>
          issues.length > 0 ? (
            <IssuesTable issues={issues} selected={id} tight={id !== undefined} onOpen={open} />
          ) : q === undefined && fn === undefined && status === 'open' ? (
            <EmptyState icon={<CircleCheck size={15} />} title={t('issues.none')}>
              {t('issues.noneHint')}
            </EmptyState>
          ) : (
            <EmptyState title={q === undefined && fn === undefined ? t('issues.noneOther') : t('issues.noMatch')} />
          )
        }
      </Loaded>
    </DrawerSpace>
  )
}
