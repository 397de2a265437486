import type { Task } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { TaskStateMark } from './TaskStateMark.tsx'

interface TasksTableProps {
  tasks: readonly Task[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(id: string): void
}

export function TasksTable({ tasks, pages, selected, tight, onOpen }: TasksTableProps) {
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
      cell: (task) => (
        <span className="cut">
          {task.function}
          <span className="mono text-fg-3">:{task.qualifier}</span>
        </span>
      ),
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
            cell: (task: Task) => (
              <span className="text-fg-2">{task.triggerName ?? t(`fn.trigger.${task.trigger}`)}</span>
            ),
          },
        ]),
    {
      id: 'result',
      header: t('tasks.error'),
      width: '99%',
      className: 'wide:max-w-0',
      cell: ({ error }) => <div className="cut">{error && `${error.name}: ${error.message}`}</div>,
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
      onOpen={(task) => onOpen(task.id)}
    />
  )
}
