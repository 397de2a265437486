import type { FolderEntries, Space } from '@alcove/contract'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download, FolderInput, FolderPlus, Link2, MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { SearchInput } from '../../../../components/SearchInput.tsx'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { paths } from '../../../../navigation/paths.ts'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../../ui/Menu.tsx'
import { DeleteFolder } from './DeleteFolder.tsx'
import { folderName, parentOf } from '../folder-names.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { MoveFolderDialog } from './MoveFolderDialog.tsx'
import { NewFolderDialog } from './NewFolderDialog.tsx'
import { useDownload } from './useDownload.ts'

const page = getRouteApi('/shell/s/$space/buckets')

interface FolderBarProps {
  space: Space
  bucket: string
  prefix: string
  q: string
  counts: FolderEntries | undefined
  onSearch(text: string): void
}

/** Where one is, how names begin, and what can be done to the folder. */
export function FolderBar({ space, bucket, prefix, q, counts, onSearch }: FolderBarProps) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const [dialog, setDialog] = useState<'new' | 'move' | 'delete' | 'link' | null>(null)
  const denied = useDenied(space)('buckets:write')
  const download = useDownload(space.name, bucket)
  const close = () => setDialog(null)
  const go = (to: string | undefined) => void navigate({ search: { bucket, prefix: to } })
  const of = { space: space.name, bucket, onClose: close } as const
  return (
    <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
      <Crumbs space={space.name} bucket={bucket} prefix={prefix} />
      {counts && <Counts of={counts} />}
      <span className="ml-auto flex items-center gap-1 narrow:ml-0 narrow:w-full">
        <SearchInput key={prefix} value={q} label={t('buckets.startsWith')} onChange={onSearch} />
        <IconButton
          label={t('buckets.newFolder')}
          disabledReason={denied}
          icon={<FolderPlus size={15} />}
          onClick={() => setDialog('new')}
        />
        <Menu trigger={<IconButton label={t('buckets.moreOfFolder')} icon={<MoreHorizontal size={15} />} />}>
          <MenuItem icon={<Link2 size={15} />} disabledReason={denied} onSelect={() => setDialog('link')}>
            {t('buckets.uploadLink')}
          </MenuItem>
          <MenuItem icon={<Download size={15} />} onSelect={() => download.mutate([{ key: prefix, object: null }])}>
            {t('buckets.downloadFolder')}
          </MenuItem>
          {prefix !== '' && (
            <>
              <MenuItem icon={<FolderInput size={15} />} disabledReason={denied} onSelect={() => setDialog('move')}>
                {t('buckets.moveFolder')}
              </MenuItem>
              <MenuItem danger icon={<Trash2 size={15} />} disabledReason={denied} onSelect={() => setDialog('delete')}>
                {t('buckets.deleteFolder')}
              </MenuItem>
            </>
          )}
        </Menu>
      </span>
      {dialog === 'new' && <NewFolderDialog prefix={prefix} onClose={close} onDone={go} />}
      {dialog === 'move' && <MoveFolderDialog {...of} prefix={prefix} onDone={go} />}
      {dialog === 'delete' && <DeleteFolder {...of} prefix={prefix} onDone={() => go(parentOf(prefix))} />}
      {dialog === 'link' && <LinkDialog {...of} method="PUT" objectKey={`${prefix}`} />}
    </div>
  )
}

/** "3 folders, 412 objects", or "More than 10,000 entries". */
function Counts({ of: { folders, objects, more } }: { of: FolderEntries }) {
  const { t } = useTranslation()
  const parts = [
    folders > 0 && t('buckets.folderCount', { count: folders }),
    objects > 0 && t('buckets.objectCount', { count: objects }),
  ]
  return (
    <span className="num text-sm text-fg-3">
      {more ? t('buckets.moreThanEntries', { count: folders + objects }) : parts.filter(Boolean).join(t('shell.comma'))}
    </span>
  )
}

function Crumbs({ space, bucket, prefix }: { space: string; bucket: string; prefix: string }) {
  const { t } = useTranslation()
  const parts = prefix.split('/').slice(0, -1)
  const items = [
    { name: bucket, to: paths.buckets(space, { bucket }), id: '/' },
    ...parts.map((_, index) => {
      const folder = `${parts.slice(0, index + 1).join('/')}/`
      return { name: folderName(folder), to: paths.buckets(space, { bucket, prefix: folder }), id: folder }
    }),
  ]
  return (
    <nav aria-label={t('buckets.folder')} className="flex min-w-0 flex-wrap items-center gap-1.5">
      {items.map(({ name, to, id }, index) => (
        <span key={id} className="flex max-w-full min-w-0 items-center gap-1.5">
          {index > 0 && <span className="text-fg-3">/</span>}
          {index === items.length - 1 ? (
            <span aria-current="page" className="cut font-name" title={name}>
              {name}
            </span>
          ) : (
            <Link {...to} className="link cut" title={name}>
              {name}
            </Link>
          )}
        </span>
      ))}
    </nav>
  )
}
