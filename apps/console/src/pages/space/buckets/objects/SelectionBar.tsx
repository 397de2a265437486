import type { Space } from '@alcove/contract'
import { Download, FolderInput, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { MoveSelection } from './MoveSelection.tsx'
import { useDownload } from './useDownload.ts'
import type { Selection } from './useSelection.ts'

interface SelectionBarProps {
  space: Space
  bucket: string
  prefix: string
  selection: Selection
  onDelete(): void
}

/** What can be done to the selected objects and folders. */
export function SelectionBar({ space, bucket, prefix, selection, onDelete }: SelectionBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [moving, setMoving] = useState(false)
  const denied = useDenied(space)('buckets:write')
  const download = useDownload(space.name, bucket)
  const { selected } = selection
  const objects = selected.flatMap(({ object }) => object ?? [])
  const folders = selected.length - objects.length
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0)
  return (
    <div
      role="toolbar"
      aria-label={t('buckets.selection')}
      className="flex min-h-12 flex-wrap items-center gap-2 bg-selected px-gutter py-2.5"
    >
      <IconButton size="sm" label={t('buckets.clearSelection')} icon={<X size={15} />} onClick={selection.clear} />
      <span role="status" className="num font-name">
        {t('buckets.selected', { count: selected.length })}
      </span>
      {folders === 0 && <span className="num text-sm text-fg-2">{format.bytes(bytes)}</span>}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          icon={<Download size={14} />}
          pending={download.isPending}
          onClick={() => download.mutate(selected)}
        >
          {t('buckets.download')}
        </Button>
        <Button
          size="sm"
          icon={<FolderInput size={14} />}
          disabledReason={denied ?? (folders > 0 && t('buckets.moveFoldersApart'))}
          onClick={() => setMoving(true)}
        >
          {t('buckets.moveTo')}
        </Button>
        <Button size="sm" variant="danger" icon={<Trash2 size={14} />} disabledReason={denied} onClick={onDelete}>
          {t('buckets.deleteThese')}
        </Button>
      </span>
      {moving && (
        <MoveSelection
          space={space.name}
          bucket={bucket}
          prefix={prefix}
          keys={objects.map(({ key }) => key)}
          onClose={() => setMoving(false)}
          onDone={selection.clear}
        />
      )}
    </div>
  )
}
