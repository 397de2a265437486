import { listensFor, type StoredObject, type TriggerOfBucket } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { folderSizeQuery, type Entry } from '../../../../api/buckets.ts'
import { SelectBox } from '../../../../components/selection/SelectBox.tsx'
import type { Selection } from '../../../../components/selection/useSelection.ts'
import { useSort } from '../../../../components/useSort.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import type { Pages } from '../../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../../ui/Table.tsx'
import { Time } from '../../../../ui/Time.tsx'
import { shown } from '../folder-names.ts'
import { Thumbnail } from './Thumbnail.tsx'

interface FolderTableProps {
  space: string
  bucket: string
  entries: readonly Entry[]
  prefix: string
  pages: Pages
  triggers: readonly TriggerOfBucket[]
  selection: Selection<Entry>
  open: string | undefined
  onOpen(entry: Entry): void
  onDelete(): void
}

export function FolderTable(props: FolderTableProps) {
  const { space, bucket, entries, prefix, pages, triggers, selection, open, onOpen, onDelete } = props
  const { t } = useTranslation()
  const format = useFormat()
  const sort = useSort()
  const onKey = (event: KeyboardEvent, entry: Entry) => {
    if (selection.onKey(event, entry)) return
    if (event.key !== 'Delete') return
    if (!selection.has(entry.key)) selection.toggle(entry.key)
    onDelete()
    event.preventDefault()
  }
  const fires: Column<Entry> = {
    id: 'fires',
    header: t('buckets.fires'),
    width: 140,
    optional: true,
    className: 'max-w-40',
    cell: ({ object }) => <Fires object={object} triggers={triggers} />,
  }
  return (
    <Table
      label={t('buckets.objects')}
      rows={entries}
      pages={pages}
      rowKey={({ key }) => key}
      selectedKey={open ?? null}
      sort={{ ...sort, done: true }}
      onOpen={onOpen}
      onKey={onKey}
      columns={[
        {
          id: 'name',
          header: (
            <span className="flex items-center gap-2.5">
              <Checkbox
                checked={selection.selected.length > 0 && selection.selected.length === entries.length}
                onChange={(checked) => (checked ? selection.all() : selection.clear())}
              >
                <span className="sr-only">{t('common.selectAll')}</span>
              </Checkbox>
              {t('buckets.name')}
            </span>
          ),
          width: '99%',
          className: 'wide:max-w-0',
          narrow: 'lead',
          cell: ({ key, object }) => (
            <span className="flex min-w-0 items-center gap-2.5">
              <SelectBox selection={selection} of={key} name={shown(key.slice(prefix.length))} />
              <Thumbnail key={object?.etag ?? key} space={space} bucket={bucket} object={object} />
              <span className={object === null ? 'cut font-name' : 'cut'} title={shown(key.slice(prefix.length))}>
                {shown(key.slice(prefix.length))}
              </span>
              {object === null && <FolderCount space={space} bucket={bucket} prefix={key} />}
            </span>
          ),
        },
        ...(triggers.length > 0 ? [fires] : []),
        {
          id: 'size',
          header: t('buckets.size'),
          numeric: true,
          width: 96,
          // What folders hold arrives after the widths of a long table were fixed.
          className: 'wide:min-w-24',
          narrow: 'trail',
          value: ({ object }) => object?.bytes,
          cell: ({ key, object }) =>
            object === null ? <FolderBytes space={space} bucket={bucket} prefix={key} /> : format.bytes(object.bytes),
        },
        {
          id: 'modified',
          header: t('buckets.modified'),
          align: 'right',
          width: 132,
          className: 'wide:min-w-33',
          value: ({ object }) => object?.updatedAt,
          largestFirst: true,
          cell: ({ key, object }) =>
            object === null ? (
              <FolderTime space={space} bucket={bucket} prefix={key} />
            ) : (
              <Time at={object.updatedAt} className="text-fg-2" />
            ),
        },
      ]}
    />
  )
}

/** Functions that writing this object starts. */
function Fires({ object, triggers }: { object: StoredObject | null; triggers: readonly TriggerOfBucket[] }) {
  const names =
    object === null
      ? []
      : triggers
          .filter(({ enabled, config }) => enabled && listensFor(config, { ...object, type: 'created' }))
          .map((trigger) => trigger.function)
  const text = [...new Set(names)].join(', ')
  return (
    <span className="cut block text-sm text-fg-2" title={text}>
      {text || '–'}
    </span>
  )
}

interface FolderProps {
  space: string
  bucket: string
  prefix: string
}

function useFolderSize({ space, bucket, prefix }: FolderProps) {
  return useQuery({ ...folderSizeQuery(space, bucket, prefix), retry: false }).data
}

function FolderCount(props: FolderProps) {
  const format = useFormat()
  const size = useFolderSize(props)
  return size ? (
    <span className="num text-sm text-fg-3">
      {format.number(size.objects)}
      {size.more && '+'}
    </span>
  ) : null
}

function FolderBytes(props: FolderProps) {
  const format = useFormat()
  const size = useFolderSize(props)
  return size ? `${format.bytes(size.bytes)}${size.more ? '+' : ''}` : ''
}

function FolderTime(props: FolderProps) {
  const at = useFolderSize(props)?.updatedAt
  return at ? <Time at={at} className="text-fg-2" /> : null
}
