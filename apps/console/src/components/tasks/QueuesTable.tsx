import type { TaskQueue } from '@alcove/contract'
import { useSort } from '../useSort.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { InSpace } from '../../ui/InSpace.tsx'
import { LineSpark } from '../../ui/Sparkline.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { useNow } from '../../ui/Time.tsx'

interface QueuesTableProps {
  queues: readonly TaskQueue[]
  /** Names the space of each function. */
  everywhere?: boolean
  onOpen(queue: TaskQueue): void
}

/** Depth and age of the queue of each function. */
export function QueuesTable({ queues, everywhere = false, onOpen }: QueuesTableProps) {
  const { t } = useTranslation()
  const sort = useSort('queues')
  const format = useFormat()
  const now = useNow()
  const age = ({ oldestDueAt }: TaskQueue) =>
    oldestDueAt === null ? '–' : format.span(Math.max(0, now - Date.parse(oldestDueAt)))
  const columns: Column<TaskQueue>[] = [
    {
      id: 'function',
      value: ({ function: fn }) => fn,
      header: t('tasks.function'),
      narrow: 'lead',
      width: '99%',
      className: 'wide:max-w-0',
      cell: ({ space, function: fn }) => {
        const name = <span className="font-name">{fn}</span>
        return everywhere ? <InSpace space={space}>{name}</InSpace> : <span className="cut block">{name}</span>
      },
    },
    {
      id: 'depth',
      header: t('tasks.depth'),
      optional: true,
      cell: ({ depths, queued, retrying }) => (
        <LineSpark values={depths} color={queued + retrying > 0 ? undefined : 'var(--text-3)'} />
      ),
    },
    {
      id: 'queued',
      value: ({ queued }) => queued,
      header: t('tasks.state.queued'),
      numeric: true,
      narrow: 'trail',
      cell: ({ queued }) => format.number(queued),
    },
    {
      id: 'oldest',
      value: ({ oldestDueAt }) => oldestDueAt && now - Date.parse(oldestDueAt),
      header: t('tasks.oldestColumn'),
      numeric: true,
      narrow: 'subtrail',
      cell: (queue) => <span className={queue.oldestDueAt === null ? 'text-fg-3' : undefined}>{age(queue)}</span>,
    },
    {
      id: 'running',
      value: ({ running }) => running,
      header: t('tasks.state.running'),
      numeric: true,
      cell: ({ running, maxConcurrency }) => `${format.number(running)} / ${format.number(maxConcurrency)}`,
    },
    {
      id: 'retrying',
      value: ({ retrying }) => retrying,
      header: t('tasks.state.retrying'),
      numeric: true,
      cell: ({ retrying }) => format.number(retrying),
    },
    {
      id: 'dead',
      value: ({ dead }) => dead,
      header: t('tasks.state.dead'),
      numeric: true,
      narrow: 'sub',
      className: 'narrow:text-left!',
      cell: ({ dead }) => (
        <span className={dead > 0 ? 'font-name text-danger' : 'text-fg-3 narrow:hidden'}>
          <span className="hidden narrow:inline">{t('tasks.state.dead')} </span>
          {format.number(dead)}
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('tasks.queues')}
      columns={columns}
      rows={queues}
      rowKey={({ space, function: fn }) => `${space}/${fn}`}
      sort={sort}
      onOpen={onOpen}
    />
  )
}
