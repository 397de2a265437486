import type { Space } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { deadLettersQuery, queuesQuery, tasksQuery } from '../../../api/tasks.ts'
import { BackgroundActions } from '../../../components/background/BackgroundActions.tsx'
import { QueuesTable } from '../../../components/tasks/QueuesTable.tsx'
import { TaskFigures } from '../../../components/tasks/TaskFigures.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { Section } from '../../../ui/Section.tsx'
import { stepsIn } from '../../../ui/stepsIn.ts'
import { SpacePage } from '../SpacePage.tsx'
import { DeadLettersSection } from './DeadLettersSection.tsx'
import { taskFilter } from '../../../components/tasks/task-filter.ts'
import { TaskDrawer } from './TaskDrawer.tsx'
import { TaskList } from './TaskList.tsx'
import { useActionNote } from './useActionNote.ts'

const page = getRouteApi('/shell/s/$space/tasks')
const KINDS = ['tasks.redrive', 'tasks.purge', 'tasks.cancel', 'triggers.backfill'] as const

export default function TasksTab() {
  return <SpacePage>{(space) => <Tasks space={space} />}</SpacePage>
}

function Tasks({ space }: { space: Space }) {
  const { t } = useTranslation()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const note = useActionNote()
  const queues = useQuery(queuesQuery(space.name)).data ?? []
  const groups = useQuery(deadLettersQuery(space.name)).data ?? []
  const { id, ...filter } = search
  const show = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }) })
  const open = (task?: string) => show({ id: task })
  const listed = useInfiniteQuery(tasksQuery(space.name, taskFilter(filter))).data ?? []
  const steps = stepsIn(
    listed.map((task) => task.id),
    id,
    open,
  )
  return (
    <DrawerSpace
      width={560}
      drawer={
        id !== undefined && (
          <TaskDrawer key={id} space={space} id={id} steps={steps} onOpen={open} onClose={() => open()} />
        )
      }
    >
      {queues.length > 0 && (
        <>
          <TaskFigures queues={queues} onShow={(shown) => show({ show: shown, fn: undefined, error: undefined })} />
          <Section title={t('tasks.queues')} note={t('tasks.queuesNote')}>
            <QueuesTable
              queues={queues}
              onOpen={({ function: fn, queued, retrying, dead }) =>
                show({ fn, error: undefined, show: queued + retrying === 0 && dead > 0 ? 'dead' : 'waiting' })
              }
            />
          </Section>
        </>
      )}
      {groups.length > 0 && (
        <DeadLettersSection space={space} queues={queues} groups={groups} filter={filter} onFilter={show} />
      )}
      <BackgroundActions space={space} kinds={KINDS} note={note} />
      <TaskList
        space={space}
        filter={filter}
        selected={id}
        queues={queues}
        groups={groups}
        onFilter={show}
        onOpen={open}
      />
    </DrawerSpace>
  )
}
