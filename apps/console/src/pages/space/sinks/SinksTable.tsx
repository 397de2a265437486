import type { Sink } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { said } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { LevelBy } from './LevelBy.tsx'
import { LOOK } from './stateLook.ts'
import { useSinkWords } from './useSinkWords.ts'

interface SinksTableProps {
  sinks: readonly Sink[]
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(name: string): void
}

export function SinksTable({ sinks, selected, tight, onOpen }: SinksTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const words = useSinkWords()
  const columns: Column<Sink>[] = [
    {
      id: 'sink',
      value: ({ name }) => name,
      header: t('sinks.sink'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: (sink) => (
        <span className="grid min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Marker {...LOOK[sink.state]} />
            <span className="cut font-name">{sink.name}</span>
          </span>
          <span className="cut pl-[18px] text-sm text-fg-2">
            {sink.lastError === null ? words.destination(sink) : said(sink.lastError)}
          </span>
        </span>
      ),
    },
    ...(tight ? [] : [{ id: 'what', header: t('sinks.what'), optional: true, cell: words.datasets }]),
    {
      id: 'waiting',
      value: ({ cursors }) => cursors.reduce((sum, { waiting }) => sum + waiting, 0),
      header: t('sinks.waiting'),
      numeric: true,
      cell: words.waiting,
    },
    {
      id: 'lag',
      value: ({ lagSeconds }) => lagSeconds,
      header: t('sinks.lag'),
      numeric: true,
      cell: (sink) => (
        <span className={sink.lagSeconds === 0 ? 'text-fg-3' : LOOK[sink.state].text}>{words.lag(sink)}</span>
      ),
    },
    {
      id: 'state',
      value: ({ state }) => state,
      header: t('sinks.state'),
      align: 'right',
      narrow: 'trail',
      cell: ({ state, lagSeconds, lastDeliveredAt, expiring, keptUntil }) => (
        <span className="grid justify-items-end whitespace-nowrap">
          <span className={LOOK[state].text}>
            {t(`sinks.states.${state}`)}
            {state === 'behind' && <LevelBy lagSeconds={lagSeconds} />}
          </span>
          {expiring ? (
            <span className="text-sm text-danger">{words.left(keptUntil!)}</span>
          ) : (
            lastDeliveredAt !== null && <Time at={lastDeliveredAt} className="text-sm text-fg-3" />
          )}
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('shell.sinks')}
      rows={sinks}
      rowKey={({ name }) => name}
      sort={sort}
      selectedKey={selected ?? null}
      onOpen={({ name }) => onOpen(name)}
      columns={columns}
      height={44}
    />
  )
}
