import { ENDED_STATES, WAITING_STATES, type Space, type TaskState } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { ListTodo } from 'lucide-react'
import { tasksQuery } from '../../../api/tasks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import type { TasksShown } from '../../../navigation/search.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { TaskDrawer } from './TaskDrawer.tsx'
import { TasksTable } from './TasksTable.tsx'

const page = getRouteApi('/shell/s/$space/tasks')

const STATES: Readonly<Record<TasksShown, readonly TaskState[] | undefined>> = {
  all: undefined,
  waiting: WAITING_STATES,
  running: ['running'],
  dead: ['dead'],
  ended: ENDED_STATES,
}
const SHOWN = Object.keys(STATES) as TasksShown[]

export default function TasksTab() {
  return <SpacePage>{(space) => <Tasks space={space} />}</SpacePage>
}

function Tasks({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { show = 'all', id } = page.useSearch()
  const navigate = page.useNavigate()
  const query = useWholeList(tasksQuery(space.name, STATES[show]))
  const open = (task?: string) => void navigate({ search: (search) => ({ ...search, id: task }) })
  return (
    <DrawerSpace
      width={560}
      drawer={id !== undefined && <TaskDrawer key={id} space={space} id={id} onOpen={open} onClose={() => open()} />}
    >
      <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
        <Segmented
          label={t('tasks.show')}
          value={show}
          options={SHOWN.map((value) => ({ value, label: t(`tasks.shown.${value}`) }))}
          onChange={(value) =>
            void navigate({ search: (search) => ({ ...search, show: value === 'all' ? undefined : value }) })
          }
        />
      </div>
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {(tasks) =>
          tasks.length === 0 ? (
            <NoTasks space={space.name} filtered={show !== 'all'} />
          ) : (
            <TasksTable tasks={tasks} pages={query} selected={id} tight={id !== undefined} onOpen={open} />
          )
        }
      </Loaded>
    </DrawerSpace>
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
