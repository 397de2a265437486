import type { PlatformHealth } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'
import { type Column, Table } from '../../ui/Table.tsx'

type Queue = PlatformHealth['queues'][number]

const NAMES = {
  tasks: 'tasks',
  build: 'build',
  background: 'background',
  sinks: 'sinks',
  'alerts.tell': 'alertsTell',
  'budget-webhook': 'budgetWebhook',
} as const

/** What waits for a server: tasks, and Alcove's own jobs by kind. */
export function Queues({ queues }: { queues: readonly Queue[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const count = (
    id: 'waiting' | 'running' | 'later' | 'failing',
    rest: Partial<Column<Queue>> = {},
  ): Column<Queue> => ({
    id,
    header: t(`platform.${id}`),
    numeric: true,
    cell: (queue) => format.number(queue[id]),
    ...rest,
  })
  const columns: Column<Queue>[] = [
    {
      id: 'kind',
      header: t('platform.queue'),
      narrow: 'lead',
      cell: ({ kind }) => {
        const named = NAMES[kind as keyof typeof NAMES] as (typeof NAMES)[keyof typeof NAMES] | undefined
        return named ? (
          <span className="font-name">{t(`platform.kinds.${named}`)}</span>
        ) : (
          <span className="mono">{kind}</span>
        )
      },
    },
    count('waiting', { narrow: 'trail' }),
    count('running'),
    count('later', { optional: true }),
    count('failing'),
    {
      id: 'oldest',
      header: t('platform.age'),
      align: 'right',
      className: 'num',
      cell: ({ oldestSeconds }) => (oldestSeconds === null ? '–' : format.duration(oldestSeconds * 1000)),
    },
  ]
  return (
    <Section
      title={t('platform.queues')}
      className="border-t border-line [&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Table label={t('platform.queues')} columns={columns} rows={queues} rowKey={({ kind }) => kind} />
    </Section>
  )
}
