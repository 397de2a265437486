import type { SpaceEvent } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'

interface EventsTableProps {
  events: readonly SpaceEvent[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(id: string): void
}

export function EventsTable({ events, pages, selected, tight, onOpen }: EventsTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns: Column<SpaceEvent>[] = [
    {
      id: 'type',
      header: t('events.type'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: ({ type, source, subject }) => (
        <span className="grid min-w-0">
          <span className="mono cut font-name">{type}</span>
          <span className="cut text-sm text-fg-2">{subject === null ? source : `${source} · ${subject}`}</span>
        </span>
      ),
    },
    {
      id: 'started',
      header: t('events.started'),
      numeric: true,
      cell: ({ started }) =>
        started === null ? (
          <span className="text-fg-3">{t('events.waits')}</span>
        ) : (
          <span className={started === 0 ? 'text-fg-3' : undefined}>{format.number(started)}</span>
        ),
    },
    ...(tight
      ? []
      : [
          {
            id: 'publisher',
            header: t('events.publisher'),
            optional: true,
            className: 'max-w-56',
            cell: ({ publisher }: SpaceEvent) => <span className="cut block text-fg-2">{publisher}</span>,
          },
          {
            id: 'size',
            header: t('events.size'),
            numeric: true,
            optional: true,
            cell: ({ bytes }: SpaceEvent) => format.bytes(bytes),
          },
        ]),
    {
      id: 'received',
      header: t('events.received'),
      narrow: 'trail',
      cell: ({ receivedAt }) => <Time at={receivedAt} className="text-fg-2" />,
    },
  ]
  return (
    <Table
      label={t('shell.events')}
      rows={events}
      pages={pages}
      rowKey={(event) => event.eventId}
      selectedKey={selected ?? null}
      onOpen={(event) => onOpen(event.eventId)}
      columns={columns}
      height={44}
    />
  )
}
