import type { Bucket, Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Database } from 'lucide-react'
import { useState } from 'react'
import { bucketTriggersQuery, type Entry } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useDenied } from '../../../../components/useDenied.ts'
import { useSelection } from '../../../../components/selection/useSelection.ts'
import { useWholeList } from '../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { DeleteSelection } from './DeleteSelection.tsx'
import { FolderBar } from './FolderBar.tsx'
import { FolderTable } from './FolderTable.tsx'
import { ObjectsBar } from './ObjectsBar.tsx'
import type { OpenFolder } from './useFolder.ts'

const page = getRouteApi('/shell/s/$space/buckets')

interface FolderProps {
  space: Space
  bucket: Bucket
  folder: OpenFolder
  prefix: string
  /** The key of the object in the drawer. */
  open: string | undefined
}

export function Folder({ space, bucket, folder, prefix, open }: FolderProps) {
  const { t } = useTranslation()
  const { q = '', sort } = page.useSearch()
  const navigate = page.useNavigate()
  const { query, entries, counts, partly } = folder
  const selection = useSelection(entries, entryKey)
  const [deleting, setDeleting] = useState(false)
  const denied = useDenied(space)
  const mayRead = denied('functions:read') === null
  const triggers = useWholeList({ ...bucketTriggersQuery(space.name, bucket.name), enabled: mayRead }).data ?? []
  const show = (change: { prefix?: string; q?: string; key?: string }) =>
    void navigate({ search: { bucket: bucket.name, sort, ...change } })
  return (
    <>
      {selection.selected.length > 0 ? (
        <ObjectsBar
          space={space}
          bucket={bucket.name}
          prefix={prefix}
          selection={selection}
          onDelete={() => setDeleting(true)}
        />
      ) : (
        <FolderBar
          space={space}
          bucket={bucket.name}
          prefix={prefix}
          q={q}
          counts={counts}
          onSearch={(text) => show({ prefix: prefix || undefined, q: text || undefined })}
        />
      )}
      {partly && (
        <p className="px-gutter pb-2 text-sm text-warning">{t('buckets.sortedPartly', { count: entries.length })}</p>
      )}
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {() =>
          entries.length === 0 ? (
            <Empty bucket={bucket} prefix={prefix} q={q} />
          ) : (
            <FolderTable
              space={space.name}
              bucket={bucket.name}
              entries={entries}
              prefix={prefix}
              pages={query}
              triggers={triggers}
              selection={selection}
              open={open}
              onOpen={({ key, object }) =>
                object === null ? show({ prefix: key }) : show({ prefix: prefix || undefined, q: q || undefined, key })
              }
              onDelete={() => setDeleting(denied('buckets:write') === null)}
            />
          )
        }
      </Loaded>
      {deleting && selection.selected.length > 0 && (
        <DeleteSelection
          space={space.name}
          bucket={bucket.name}
          entries={selection.selected}
          onClose={() => setDeleting(false)}
          onDone={selection.clear}
        />
      )}
    </>
  )
}

const entryKey = ({ key }: Entry) => key

function Empty({ bucket, prefix, q }: { bucket: Bucket; prefix: string; q: string }) {
  const { t } = useTranslation()
  if (q !== '') return <EmptyState title={t('buckets.noMatch', { text: q })} />
  if (prefix !== '') return <EmptyState title={t('buckets.emptyFolder')}>{t('buckets.emptyFolderHint')}</EmptyState>
  return (
    <EmptyState icon={<Database size={15} />} title={t('buckets.empty')}>
      {t('buckets.emptyHint', { bucket: bucket.name })}
    </EmptyState>
  )
}
