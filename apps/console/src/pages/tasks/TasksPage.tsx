import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ListTodo } from 'lucide-react'
import { deadLettersQuery, queuesQuery, tasksQuery } from '../../api/tasks.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { countDead } from '../../components/tasks/count-dead.ts'
import { DeadLettersTable } from '../../components/tasks/DeadLettersTable.tsx'
import { QueuesTable } from '../../components/tasks/QueuesTable.tsx'
import { ShownFilter } from '../../components/tasks/ShownFilter.tsx'
import { taskFilter } from '../../components/tasks/task-filter.ts'
import { TaskFigures } from '../../components/tasks/TaskFigures.tsx'
import { TaskQueryBar } from '../../components/tasks/TaskQueryBar.tsx'
import { TasksTable } from '../../components/tasks/TasksTable.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Section } from '../../ui/Section.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

const page = getRouteApi('/shell/tasks')

/** Asynchronous calls of all spaces: what waits, what is dead, and the latest. Each opens on the page of its space. */
export default function TasksPage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const navigate = page.useNavigate()
  const { show = 'all', q = '' } = page.useSearch()
  const queues = useQuery(queuesQuery(null))
  const groups = useQuery(deadLettersQuery(null)).data ?? []
  const filtered = show !== 'all' || q !== ''
  const query = useInfiniteQuery(tasksQuery(null, taskFilter({ show, q })))
  const change = (next: Partial<ReturnType<typeof page.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) })
  return (
    <>
      <PageHeader title={t('shell.tasks')}>
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('tasks.everywhere')}</span>
      </PageHeader>
      <Loaded query={queues}>
        {(queues) => (
          <>
            <TaskFigures queues={queues} />
            {queues.length > 0 && (
              <Section title={t('tasks.queues')} note={t('tasks.queuesNote')}>
                <QueuesTable
                  everywhere
                  queues={queues}
                  onOpen={({ space, function: fn }) => void go(paths.tasks(space, { fn }))}
                />
              </Section>
            )}
          </>
        )}
      </Loaded>
      {groups.length > 0 && (
        <Section title={t('tasks.shown.dead')} note={t('tasks.kept', { count: countDead(queues.data ?? [], groups) })}>
          <DeadLettersTable
            everywhere
            groups={groups}
            onOpen={({ space, function: fn, errorKey }) =>
              void go(paths.tasks(space, { show: 'dead', fn, error: errorKey }))
            }
          />
        </Section>
      )}
      <Section title={t('tasks.list')}>
        <div className="flex flex-wrap items-center gap-2 px-gutter pb-2.5">
          <ShownFilter value={show} onChange={(value) => change({ show: value === 'all' ? undefined : value })} />
          <TaskQueryBar
            value={q}
            functions={(queues.data ?? []).map(({ function: fn }) => fn)}
            onChange={(q) => change({ q: q || undefined })}
          />
        </div>
        <Loaded query={query} skeleton={<SkeletonRows />}>
          {(tasks) =>
            tasks.length === 0 ? (
              <EmptyState icon={<ListTodo size={15} />} title={t(filtered ? 'tasks.noMatch' : 'tasks.none')}>
                {!filtered && t('tasks.noneHint')}
              </EmptyState>
            ) : (
              <TasksTable
                everywhere
                tasks={tasks}
                pages={query}
                selected={undefined}
                tight={false}
                onOpen={({ space, id }) => void go(paths.tasks(space, { id }))}
              />
            )
          }
        </Loaded>
      </Section>
    </>
  )
}
