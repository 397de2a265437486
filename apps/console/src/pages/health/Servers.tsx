import type { AlcoveServer } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { HealthMark } from '../../ui/HealthMark.tsx'
import { Section } from '../../ui/Section.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'

/** Each server of the installation, as it last reported. */
export function Servers({ servers }: { servers: readonly AlcoveServer[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<AlcoveServer>[] = [
    {
      id: 'server',
      header: t('platform.server'),
      narrow: 'lead',
      width: '99%',
      className: 'wide:max-w-0 wide:min-w-32',
      cell: ({ host, alive }) => (
        <span className="flex min-w-0 items-center gap-2">
          <HealthMark
            health={alive ? 'healthy' : 'failing'}
            label={t(alive ? 'platform.reports' : 'platform.doesNotReport')}
          />
          <span className="cut font-name" title={host}>
            {host}
          </span>
        </span>
      ),
    },
    {
      id: 'version',
      header: t('platform.version'),
      narrow: 'trail',
      cell: ({ version }) => <span className="mono">{version}</span>,
    },
    {
      id: 'delay',
      header: t('platform.delayMs'),
      numeric: true,
      cell: ({ eventLoop }) => (
        <span title={t('platform.delayOf', { p50: format.ms(eventLoop.p50Ms), max: format.ms(eventLoop.maxMs) })}>
          {format.ms(eventLoop.p99Ms)}
        </span>
      ),
    },
    {
      id: 'busy',
      header: t('platform.busy'),
      numeric: true,
      cell: ({ eventLoop }) => format.percentShort(eventLoop.utilization),
    },
    {
      id: 'memory',
      header: t('platform.memory'),
      align: 'right',
      narrow: 'sub',
      className: 'num narrow:text-left',
      cell: ({ memory }) => format.bytes(memory.rssBytes),
    },
    {
      id: 'pool',
      header: t('platform.pool'),
      numeric: true,
      optional: true,
      cell: ({ pool }) => (
        <>
          {format.number(pool.connections - pool.idle)}
          <span className="text-fg-3"> / {format.number(pool.max)}</span>
        </>
      ),
    },
    {
      id: 'records',
      header: t('platform.records'),
      numeric: true,
      optional: true,
      cell: ({ recorder }) => format.number(recorder.waiting),
    },
    {
      id: 'up',
      header: t('platform.started'),
      align: 'right',
      optional: true,
      className: 'text-fg-2',
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      id: 'seen',
      header: t('platform.seen'),
      align: 'right',
      narrow: 'subtrail',
      className: 'text-fg-2',
      cell: ({ seenAt, alive }) => <Time at={seenAt} className={alive ? '' : 'text-danger'} />,
    },
  ]
  return (
    <Section
      title={t('platform.servers')}
      note={t('platform.serversNote')}
      className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Table
        label={t('platform.servers')}
        columns={columns}
        rows={servers}
        rowKey={({ id }) => id}
        onOpen={({ host }) => void navigate(paths.serverLog({ server: host }))}
      />
    </Section>
  )
}
