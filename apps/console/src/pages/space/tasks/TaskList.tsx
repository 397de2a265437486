import { WAITING_STATES, type DeadLetterGroup, type Space, type TaskQueue } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Ban, ListTodo } from 'lucide-react'
import { useState } from 'react'
import { tasksQuery } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { EndDialog } from '../../../components/tasks/EndDialog.tsx'
import { TasksTable } from '../../../components/tasks/TasksTable.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import type { TasksShown } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterToken } from '../../../ui/FilterToken.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { STATES, type TasksFilter } from './filter.ts'

interface TaskListProps {
  space: Space
  filter: TasksFilter
  selected: string | undefined
  queues: readonly TaskQueue[]
  groups: readonly DeadLetterGroup[]
  onFilter(change: TasksFilter): void
  onOpen(id: string): void
}

const SHOWN = Object.keys(STATES) as TasksShown[]

/** The tasks of a space, newest first, by state, function and error. */
export function TaskList({ space, filter, selected, queues, groups, onFilter, onOpen }: TaskListProps) {
  const { t } = useTranslation()
  const { show = 'all', fn, error } = filter
  const query = useInfiniteQuery(tasksQuery(space.name, { state: STATES[show], function: fn, error }))
  const filtered = show !== 'all' || fn !== undefined || error !== undefined
  const shownError = groups.find(({ errorKey }) => errorKey === error)?.error.name ?? error
  return (
    <Section title={t('tasks.list')} ruled={queues.length > 0}>
      <div className="flex flex-wrap items-center gap-2 px-gutter pb-2.5">
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label={t('tasks.show')}
            value={show}
            options={SHOWN.map((value) => ({ value, label: t(`tasks.shown.${value}`) }))}
            // A task that waits or runs has no error yet to filter by.
            onChange={(value) =>
              onFilter({
                show: value === 'all' ? undefined : value,
                error: value === 'waiting' || value === 'running' ? undefined : error,
              })
            }
          />
        </div>
        {fn !== undefined && (
          <FilterToken name="function" value={fn} onRemove={() => onFilter({ fn: undefined, error: undefined })} />
        )}
        {error !== undefined && (
          <FilterToken name="error" value={shownError ?? ''} onRemove={() => onFilter({ error: undefined })} />
        )}
        {show === 'waiting' && <CancelWaiting space={space} queues={queues} fn={fn} />}
      </div>
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {(tasks) =>
          tasks.length === 0 ? (
            <NoTasks space={space.name} filtered={filtered} />
          ) : (
            <TasksTable
              tasks={tasks}
              pages={query}
              selected={selected}
              tight={selected !== undefined}
              onOpen={({ id }) => onOpen(id)}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

function CancelWaiting({ space, queues, fn }: { space: Space; queues: readonly TaskQueue[]; fn: string | undefined }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const [asking, setAsking] = useState(false)
  const count = queues
    .filter((queue) => fn === undefined || queue.function === fn)
    .reduce((sum, { queued, retrying }) => sum + queued + retrying, 0)
  if (count === 0) return null
  return (
    <>
      <Button
        className="ml-auto"
        size="sm"
        icon={<Ban size={14} />}
        disabledReason={denied}
        onClick={() => setAsking(true)}
      >
        {t('tasks.bulk.cancelAll', { count })}
      </Button>
      {asking && (
        <EndDialog
          verb="cancel"
          space={space.name}
          filter={{ state: [...WAITING_STATES], ...(fn !== undefined && { function: fn }) }}
          count={count}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function NoTasks({ space, filtered }: { space: string; filtered: boolean }) {
  const { t } = useTranslation()
  if (filtered) return <EmptyState title={t('tasks.noMatch')} />
  return (
    <EmptyState
      icon={<ListTodo size={15} />}
      title={t('tasks.none')}
      example={
        <CodeBlock
          boxed
          code={[
            `curl -X POST ${window.location.origin}/api/v1/spaces/${space}/functions/NAME/invocations \\`,
            '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Prefer: respond-async" \\',
            `  -H "Content-Type: application/json" -d '{}'`,
          ].join('\n')}
        />
      }
    >
      {t('tasks.noneHint')}
    </EmptyState>
  )
}
