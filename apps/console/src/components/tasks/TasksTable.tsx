import type { Task } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { saidFailure } from '../../i18n/said.ts'
import { InSpace } from '../../ui/InSpace.tsx'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { TaskStateMark } from './TaskStateMark.tsx'

interface TasksTableProps {
  tasks: readonly Task[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  /** Names the space of each task. */
  everywhere?: boolean
  onOpen(task: Task): void
}

export function TasksTable({ tasks, pages, selected, tight, everywhere = false, onOpen }: TasksTableProps) {
  const { t } = useTranslation()
  const columns: Column<Task>[] = [
    {
      id: 'state',
      header: t('common.state'),
      narrow: 'lead',
      cell: ({ state }) => <TaskStateMark state={state} />,
    },
    {
      id: 'function',
      header: t('tasks.function'),
      narrow: 'sub',
      className: 'max-w-72',
      cell: (task) => {
        const name = (
          <>
            {task.function}
            <span className="mono text-fg-3">:{task.qualifier}</span>
          </>
        )
        return (
          <>
            {everywhere ? <InSpace space={task.space}>{name}</InSpace> : <span className="cut block">{name}</span>}
            {/* Where there is one column, the error has no other place. */}
            {task.error && <span className="cut hidden text-fg-2 narrow:block">{errorText(task)}</span>}
          </>
        )
      },
    },
    {
      id: 'accepted',
      header: t('tasks.accepted'),
      narrow: 'trail',
      cell: ({ acceptedAt }) => <Time at={acceptedAt} className="text-fg-2" />,
    },
    { id: 'attempts', header: t('tasks.attempts'), numeric: true, cell: ({ attemptCount }) => attemptCount },
    ...(tight
      ? []
      : [
          {
            id: 'trigger',
            header: t('fn.invocations.trigger'),
            optional: true,
            className: 'max-w-56',
            cell: (task: Task) => (
              <span className="cut block text-fg-2">{task.triggerName ?? t(`fn.trigger.${task.trigger}`)}</span>
            ),
          },
        ]),
    {
      id: 'result',
      header: t('tasks.error'),
      width: '99%',
      className: 'wide:max-w-0',
      cell: (task) => <div className="cut">{errorText(task)}</div>,
    },
  ]
  return (
    <Table
      label={t('shell.tasks')}
      columns={columns}
      rows={tasks}
      rowKey={(task) => task.id}
      pages={pages}
      selectedKey={selected ?? null}
      height={32}
      onOpen={onOpen}
    />
  )
}

const errorText = ({ error }: Task) => error && saidFailure(`${error.name}: ${error.message}`)
