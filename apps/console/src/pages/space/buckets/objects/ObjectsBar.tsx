import type { Space } from '@alcove/contract'
import { Download, FolderInput, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { SelectionBar } from '../../../../components/selection/SelectionBar.tsx'
import type { Selection } from '../../../../components/selection/useSelection.ts'
import type { Entry } from '../../../../api/buckets.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { MoveSelection } from './MoveSelection.tsx'
import { useDownload } from './useDownload.ts'

interface ObjectsBarProps {
  space: Space
  bucket: string
  prefix: string
  selection: Selection<Entry>
  onDelete(): void
}

/** What can be done to the selected objects and folders. */
export function ObjectsBar({ space, bucket, prefix, selection, onDelete }: ObjectsBarProps) {
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
    <SelectionBar
      count={selected.length}
      onClear={selection.clear}
      note={folders === 0 && <span className="num text-sm text-fg-2">{format.bytes(bytes)}</span>}
    >
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
    </SelectionBar>
  )
}
