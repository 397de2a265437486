import type { Bucket, Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Eraser, MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { bucketsKey, deleteBucket } from '../../../api/buckets.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { DeleteFolder } from './objects/DeleteFolder.tsx'

const page = getRouteApi('/shell/s/$space/buckets')

/** What is done to a bucket as a whole. */
export function BucketMenu({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const [dialog, setDialog] = useState<'empty' | 'delete' | null>(null)
  const denied = useDenied(space)('buckets:write')
  const remove = useChange({
    run: () => deleteBucket(space.name, bucket.name),
    invalidates: [[...bucketsKey(space.name), 'list']],
    done: () => t('buckets.deleted', { bucket: bucket.name }),
    onDone: () => navigate({ search: {} }),
  })
  return (
    <>
      <Menu trigger={<IconButton label={t('buckets.more')} icon={<MoreHorizontal size={15} />} />}>
        <MenuItem
          danger
          icon={<Eraser size={15} />}
          disabledReason={denied ?? (bucket.objects === 0 ? t('buckets.isEmpty') : null)}
          onSelect={() => setDialog('empty')}
        >
          {t('buckets.emptyBucket')}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 size={15} />}
          disabledReason={denied ?? (bucket.objects > 0 ? t('buckets.deleteHeld') : null)}
          onSelect={() => setDialog('delete')}
        >
          {t('buckets.delete')}
        </MenuItem>
      </Menu>
      {dialog === 'empty' && (
        <DeleteFolder space={space.name} bucket={bucket.name} prefix="" onClose={() => setDialog(null)} />
      )}
      <ConfirmByName
        open={dialog === 'delete'}
        onClose={() => setDialog(null)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('buckets.deleteThis', { bucket: bucket.name })}
        name={bucket.name}
        losses={[t('buckets.loseSettings'), t('buckets.loseUploads')]}
      />
    </>
  )
}
