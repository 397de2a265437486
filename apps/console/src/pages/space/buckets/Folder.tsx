import type { Bucket } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Database } from 'lucide-react'
import { folderQuery } from '../../../api/buckets.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { DeleteFolder } from './DeleteFolder.tsx'
import { FolderTable } from './FolderTable.tsx'

interface FolderProps {
  space: string
  bucket: Bucket
  prefix: string
  /** How names begin. */
  q: string
  selected: string | undefined
  denied: string | null
  onShow(next: { prefix?: string; q?: string; key?: string }): void
}

export function Folder({ space, bucket, prefix, q, selected, denied, onShow }: FolderProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(folderQuery(space, bucket.name, prefix + q))
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
        <Crumbs space={space} bucket={bucket.name} prefix={prefix} />
        <span className="ml-auto flex items-center gap-2 narrow:ml-0 narrow:w-full">
          <SearchInput
            key={prefix}
            value={q}
            label={t('buckets.startsWith')}
            onChange={(text) => onShow({ prefix, q: text || undefined })}
          />
          {prefix !== '' && (
            <DeleteFolder
              space={space}
              bucket={bucket.name}
              prefix={prefix}
              denied={denied}
              onDone={() => onShow({ prefix: parentOf(prefix) })}
            />
          )}
        </span>
      </div>
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty bucket={bucket} prefix={prefix} q={q} />
          ) : (
            <FolderTable
              entries={rows}
              prefix={prefix}
              pages={query}
              selected={selected}
              onOpen={({ key, object }) =>
                onShow(object === null ? { prefix: key } : { prefix, q: q || undefined, key })
              }
            />
          )
        }
      </Loaded>
    </>
  )
}

function Empty({ bucket, prefix, q }: { bucket: Bucket; prefix: string; q: string }) {
  const { t } = useTranslation()
  if (q !== '') return <EmptyState title={t('buckets.noMatch', { text: q })} />
  if (prefix !== '') return <EmptyState title={t('buckets.emptyFolder')} />
  return (
    <EmptyState icon={<Database size={15} />} title={t('buckets.empty')}>
      {t('buckets.emptyHint', { bucket: bucket.name })}
    </EmptyState>
  )
}

function Crumbs({ space, bucket, prefix }: { space: string; bucket: string; prefix: string }) {
  const { t } = useTranslation()
  const parts = prefix.split('/').slice(0, -1)
  const items = [
    { name: t('buckets.back'), to: paths.buckets(space), id: '' },
    { name: bucket, to: paths.buckets(space, { bucket }), id: '/' },
    ...parts.map((name, index) => {
      const folder = `${parts.slice(0, index + 1).join('/')}/`
      return { name: name || '/', to: paths.buckets(space, { bucket, prefix: folder }), id: folder }
    }),
  ]
  return (
    <nav aria-label={t('buckets.folder')} className="flex min-w-0 flex-wrap items-center gap-1.5">
      {items.map(({ name, to, id }, index) => (
        <span key={id} className="flex min-w-0 items-center gap-1.5">
          {index > 0 && <span className="text-fg-3">/</span>}
          {index === items.length - 1 ? (
            <span aria-current="page" className="cut font-name">
              {name}
            </span>
          ) : (
            <Link {...to} className="link cut">
              {name}
            </Link>
          )}
        </span>
      ))}
    </nav>
  )
}

function parentOf(prefix: string): string | undefined {
  return prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1) || undefined
}
