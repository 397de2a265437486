import type { EngineStatus } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { Section } from '../../ui/Section.tsx'
import { Table } from '../../ui/Table.tsx'

type Queue = EngineStatus['queues'][number]

/** Functions whose calls are waiting for an instance. */
export function Queues({ queues }: { queues: readonly Queue[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  return (
    <Section
      title={t('engine.queues')}
      note={t('engine.queuesNote')}
      className="border-b border-line [&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Table
        label={t('engine.queues')}
        rows={queues}
        rowKey={({ functionId }) => functionId}
        onOpen={(queue) => queue.space && queue.function && void navigate(paths.instances(queue.space, queue.function))}
        columns={[
          {
            id: 'function',
            header: t('functions.function'),
            narrow: 'lead',
            cell: (queue) => (
              <span className="flex min-w-0 items-baseline gap-2.5">
                <span className="cut font-name">{queue.function ?? queue.functionId}</span>
                <span className="cut text-sm text-fg-3">{queue.space}</span>
              </span>
            ),
          },
          {
            id: 'waiting',
            header: t('engine.waiting'),
            numeric: true,
            narrow: 'middle',
            cell: ({ waiting }) => format.number(waiting),
          },
          {
            id: 'oldest',
            header: t('engine.oldestWaits'),
            numeric: true,
            narrow: 'end',
            cell: ({ oldestMs }) => format.duration(oldestMs),
          },
        ]}
      />
    </Section>
  )
}
