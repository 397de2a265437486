import type { Layer } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { RuntimeNames } from './RuntimeNames.tsx'
import { functionsOf } from './inUse.ts'

interface LayersTableProps {
  layers: readonly Layer[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(layer: string): void
}

export function LayersTable({ layers, pages, selected, tight, onOpen }: LayersTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const columns: Column<Layer>[] = [
    {
      id: 'name',
      value: ({ name }) => name,
      header: t('layers.layer'),
      narrow: 'lead',
      className: 'max-w-80',
      cell: ({ name, latest }) => <TwoLines note={latest?.description}>{name}</TwoLines>,
    },
    {
      id: 'latest',
      value: ({ latest }) => latest?.version,
      largestFirst: true,
      header: t('layers.latest'),
      narrow: 'trail',
      cell: ({ latest }) => <span className="mono">{latest ? `v${latest.version}` : '–'}</span>,
    },
    {
      id: 'runtimes',
      header: t('layers.runtimes'),
      optional: true,
      narrow: 'sub',
      className: 'max-w-60',
      cell: ({ latest }) => latest && <RuntimeNames runtimes={latest.compatibleRuntimes} />,
    },
    {
      id: 'size',
      value: ({ latest }) => latest?.bytes,
      header: t('layers.size'),
      numeric: true,
      narrow: 'subtrail',
      cell: ({ latest }) => (latest ? format.bytes(latest.bytes) : '–'),
    },
    {
      id: 'usedBy',
      hidden: tight,
      value: ({ latest }) => functionsOf(latest?.usedBy ?? []).length,
      largestFirst: true,
      header: t('layers.usedBy'),
      indent: true,
      className: 'max-w-60',
      cell: ({ latest }) => <UsedBy functions={functionsOf(latest?.usedBy ?? [])} />,
    },
    {
      id: 'updated',
      hidden: tight,
      value: ({ latest, createdAt }) => latest?.createdAt ?? createdAt,
      largestFirst: true,
      header: t('layers.updated'),
      align: 'right',
      className: 'text-fg-2',
      cell: ({ latest, createdAt }) => <Time at={latest?.createdAt ?? createdAt} />,
    },
  ]
  return (
    <Table
      label={t('layers.title')}
      columns={columns}
      rows={layers}
      rowKey={({ name }) => name}
      sort={sort}
      pages={pages}
      selectedKey={selected ?? null}
      height={44}
      onOpen={({ name }) => onOpen(name)}
    />
  )
}

function UsedBy({ functions }: { functions: readonly string[] }) {
  const { t } = useTranslation()
  if (functions.length === 0) return <span className="text-fg-3">{t('layers.unused')}</span>
  if (functions.length > 2)
    return <span title={functions.join(', ')}>{t('layers.usedByCount', { count: functions.length })}</span>
  return <span className="cut block">{functions.join(', ')}</span>
}
