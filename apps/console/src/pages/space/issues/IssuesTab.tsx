import { ISSUE_STATUSES, type Issue, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { issuesQuery } from '../../../api/issues.ts'
import { meQuery } from '../../../api/session.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { SelectionBar } from '../../../components/selection/SelectionBar.tsx'
import { useSelection } from '../../../components/selection/useSelection.ts'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterToken } from '../../../ui/FilterToken.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { stepsIn } from '../../../ui/stepsIn.ts'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { IssueActions } from './IssueActions.tsx'
import { IssueDrawer } from './IssueDrawer.tsx'
import { IssuesTable } from './IssuesTable.tsx'
import { sortIssues } from './sortIssues.ts'
import { useIssueChanges } from './useIssueChanges.ts'

const page = getRouteApi('/shell/s/$space/issues')

export default function IssuesTab() {
  return <SpacePage>{(space) => <Issues space={space} />}</SpacePage>
}

const SHOWN = [...ISSUE_STATUSES, 'mine'] as const
const idOf = ({ id }: Issue) => id

function Issues({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { q, fn, status = 'open', id } = page.useSearch()
  const navigate = page.useNavigate()
  const me = useQuery(meQuery).data?.email ?? undefined
  const mine = status === 'mine'
  const filter = mine ? ({ status: 'open', assignee: me } as const) : { status }
  const query = useQuery({
    ...issuesQuery(space.name, { ...filter, q, function: fn }),
    enabled: !mine || me !== undefined,
  })
  const sort = useSort()
  const issues = sortIssues(query.data ?? [], sort.by)
  const needLook = issues.filter(({ attention }) => attention !== null).length
  const selection = useSelection(issues, idOf)
  const changes = useIssueChanges(space, selection.clear)
  const open = (issue?: string) => void navigate({ search: (search) => ({ ...search, id: issue }), resetScroll: false })
  const onKey = (event: KeyboardEvent, issue: Issue) => {
    if (selection.onKey(event, issue) || event.ctrlKey || event.metaKey || event.altKey) return
    const { selected } = selection
    if (changes.onKey(event.key, selected.length > 0 ? selected : [issue])) event.preventDefault()
  }
  return (
    <DrawerSpace
      width={560}
      drawer={
        id !== undefined && (
          <IssueDrawer
            key={id}
            space={space}
            id={id}
            steps={stepsIn(issues.map(idOf), id, open)}
            onClose={() => open()}
          />
        )
      }
    >
      {selection.selected.length > 0 ? (
        <SelectionBar
          count={selection.selected.length}
          onClear={selection.clear}
          note={
            selection.selected.length < issues.length && (
              <Button size="sm" variant="ghost" onClick={selection.all}>
                {t('common.selectAll')}
              </Button>
            )
          }
        >
          <IssueActions space={space.name} issues={selection.selected} changes={changes} size="sm" />
        </SelectionBar>
      ) : (
        <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
          <Segmented
            label={t('issues.show')}
            value={status}
            options={SHOWN.map((value) => ({ value, label: t(`issues.status.${value}`) }))}
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
          {needLook > 0 && (
            <p className="text-sm text-fg-2">
              <b className="font-heading text-danger">{t('issues.needLook', { count: needLook })}</b>{' '}
              {t('issues.needLookWhy')}
            </p>
          )}
        </div>
      )}
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {() =>
          issues.length > 0 ? (
            <IssuesTable
              issues={issues}
              sort={{ ...sort, done: true }}
              selection={selection}
              open={id}
              tight={id !== undefined}
              onOpen={open}
              onKey={onKey}
            />
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
