import { WAITING_STATES, type DeadLetterGroup, type Space, type TaskQueue } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Ban, ListTodo, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { tasksQuery } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { EndDialog } from '../../../components/tasks/EndDialog.tsx'
import { ShownFilter } from '../../../components/tasks/ShownFilter.tsx'
import { TaskQueryBar } from '../../../components/tasks/TaskQueryBar.tsx'
import { TasksTable } from '../../../components/tasks/TasksTable.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FilterToken } from '../../../ui/FilterToken.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { taskFilter, type TasksFilter } from '../../../components/tasks/task-filter.ts'

interface TaskListProps {
  space: Space
  filter: TasksFilter
  selected: string | undefined
  queues: readonly TaskQueue[]
  groups: readonly DeadLetterGroup[]
  onFilter(change: TasksFilter): void
  onOpen(id: string): void
}

/** The tasks of a space, newest first, by state, function and error. */
export function TaskList({ space, filter, selected, queues, groups, onFilter, onOpen }: TaskListProps) {
  const { t } = useTranslation()
  const { show = 'all', fn, error, q = '' } = filter
  const query = useInfiniteQuery(tasksQuery(space.name, taskFilter(filter)))
  const filtered = show !== 'all' || fn !== undefined || error !== undefined || q !== ''
  const shownError = groups.find(({ errorKey }) => errorKey === error)?.error.name ?? error
  return (
    <Section title={t('tasks.list')} ruled={queues.length > 0}>
      <div className="flex flex-wrap items-center gap-2 px-gutter pb-2.5">
        <ShownFilter
          value={show}
          // A task that waits or runs has no error yet to filter by.
          onChange={(value) =>
            onFilter({
              show: value === 'all' ? undefined : value,
              error: value === 'waiting' || value === 'running' ? undefined : error,
            })
          }
        />
        {fn !== undefined && (
          <FilterToken name="function" value={fn} onRemove={() => onFilter({ fn: undefined, error: undefined })} />
        )}
        {error !== undefined && (
          <FilterToken name="error" value={shownError ?? ''} onRemove={() => onFilter({ error: undefined })} />
        )}
        <TaskQueryBar
          value={q}
          functions={queues.map((queue) => queue.function)}
          onChange={(q) => onFilter({ q: q || undefined })}
        />
        {show === 'waiting' && q === '' && <EndWaiting space={space} queues={queues} fn={fn} />}
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

function EndWaiting({ space, queues, fn }: { space: Space; queues: readonly TaskQueue[]; fn: string | undefined }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const [asking, setAsking] = useState<'cancel' | 'purge' | null>(null)
  const count = queues
    .filter((queue) => fn === undefined || queue.function === fn)
    .reduce((sum, { queued, retrying }) => sum + queued + retrying, 0)
  if (count === 0) return null
  return (
    <span className="ml-auto flex flex-wrap items-center gap-2">
      <Button size="sm" icon={<Ban size={14} />} disabledReason={denied} onClick={() => setAsking('cancel')}>
        {t('tasks.bulk.cancelAll', { count })}
      </Button>
      <Button
        variant="ghost"
        size="sm"
        icon={<Trash2 size={14} />}
        disabledReason={denied}
        onClick={() => setAsking('purge')}
      >
        {t('tasks.bulk.purgeAction')}
      </Button>
      {asking !== null && (
        <EndDialog
          verb={asking}
          space={space.name}
          filter={{ state: [...WAITING_STATES], ...(fn !== undefined && { function: fn }) }}
          count={count}
          onClose={() => setAsking(null)}
        />
      )}
    </span>
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
