import type { AlcoveServer, DiskRoom } from '@alcove/contract'
import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time } from '../../ui/Time.tsx'

const FILL: Record<DiskRoom, string> = {
  enough: 'bg-(--s1)',
  low: 'bg-warning',
  full: 'bg-danger',
  scarce: 'bg-danger',
  none: 'bg-danger',
}

/** The disks of each server: how full, what they hold, and which operations are refused. */
export function Disks({ servers }: { servers: readonly AlcoveServer[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = servers
    .filter(({ alive }) => alive)
    .flatMap(({ id, host, disk }) => disk.disks.map((each) => ({ ...each, id, host, since: disk.since })))
  const columns: Column<(typeof rows)[number]>[] = [
    {
      id: 'folders',
      header: t('platform.holds'),
      narrow: 'lead',
      width: '34%',
      className: 'wide:max-w-0 wide:min-w-32',
      cell: ({ folders }) => (
        <span className="mono cut block" title={folders.join('\n')}>
          {folders.join(' ')}
        </span>
      ),
    },
    {
      id: 'server',
      header: t('platform.server'),
      optional: true,
      className: 'max-w-56 text-fg-2',
      cell: ({ host }) => <span className="cut block">{host}</span>,
    },
    {
      id: 'used',
      header: t('platform.used'),
      indent: true,
      narrow: 'end',
      width: '26%',
      cell: ({ bytes, freeBytes, room }) => {
        const share = bytes > 0 ? 1 - freeBytes / bytes : 0
        return (
          <span className="flex items-center gap-2.5">
            <span
              role="meter"
              aria-label={t('platform.used')}
              aria-valuenow={Math.round(share * 100)}
              aria-valuemin={0}
              aria-valuemax={100}
              className="h-1.5 min-w-12 flex-1 overflow-hidden rounded-full bg-active"
            >
              <span className={clsx('block h-full', FILL[room])} style={{ width: `${share * 100}%` }} />
            </span>
            <span className="num w-12 text-right">{format.percentShort(share)}%</span>
          </span>
        )
      },
    },
    {
      id: 'free',
      header: t('platform.free'),
      align: 'right',
      className: 'num',
      cell: ({ freeBytes }) => format.bytes(freeBytes),
    },
    {
      id: 'step',
      header: t('common.state'),
      narrow: 'sub',
      className: 'max-w-72',
      cell: ({ room, since }) =>
        room === 'enough' ? (
          <span className="text-fg-2">{t('platform.room.enough')}</span>
        ) : (
          <span className="flex min-w-0 items-center gap-2">
            <Tag tone={room === 'low' ? 'warning' : 'danger'}>{t(`platform.room.${room}`)}</Tag>
            <Time at={since} className="text-fg-2" />
          </span>
        ),
    },
  ]
  return (
    <Section
      title={t('platform.disks')}
      note={t('platform.disksNote')}
      className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Table
        label={t('platform.disks')}
        columns={columns}
        rows={rows}
        rowKey={({ id, folders }) => `${id} ${folders[0]}`}
      />
      <p className="px-gutter py-2.5 text-sm text-fg-3">{t('platform.steps')}</p>
    </Section>
  )
}
