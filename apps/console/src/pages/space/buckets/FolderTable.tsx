import { FileText, Folder as FolderIcon, Image } from 'lucide-react'
import type { Entry } from '../../../api/buckets.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'

interface FolderTableProps {
  entries: readonly Entry[]
  prefix: string
  pages: Pages
  selected: string | undefined
  onOpen(entry: Entry): void
}

export function FolderTable({ entries, prefix, pages, selected, onOpen }: FolderTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table
      label={t('buckets.objects')}
      rows={entries}
      pages={pages}
      rowKey={({ key }) => key}
      selectedKey={selected ?? null}
      onOpen={onOpen}
      columns={[
        {
          id: 'name',
          header: t('buckets.name'),
          width: '99%',
          className: 'wide:max-w-0',
          narrow: 'lead',
          cell: ({ key, object }) => (
            <span className="flex min-w-0 items-center gap-2.5">
              <Icon type={object?.contentType} />
              <span className={object === null ? 'cut font-name' : 'cut'}>{key.slice(prefix.length)}</span>
            </span>
          ),
        },
        {
          id: 'size',
          header: t('buckets.size'),
          numeric: true,
          width: 96,
          narrow: 'trail',
          cell: ({ object }) => (object === null ? '' : format.bytes(object.bytes)),
        },
        {
          id: 'modified',
          header: t('buckets.modified'),
          width: 132,
          cell: ({ object }) => object && <Time at={object.updatedAt} className="text-fg-2" />,
        },
      ]}
    />
  )
}

function Icon({ type }: { type: string | undefined }) {
  const look = { size: 15, strokeWidth: 1.5, className: 'shrink-0 text-fg-3' } as const
  if (type === undefined) return <FolderIcon {...look} />
  return type.startsWith('image/') ? <Image {...look} /> : <FileText {...look} />
}
