import type { Bucket, Space } from '@alcove/contract'
import { Eraser, MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { DeleteBucket } from './DeleteBucket.tsx'
import { DeleteFolder } from './objects/DeleteFolder.tsx'

/** What is done to a bucket as a whole. */
export function BucketMenu({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'empty' | 'delete' | null>(null)
  const denied = useDenied(space)('buckets:write')
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
      {dialog === 'delete' && <DeleteBucket space={space} bucket={bucket} onClose={() => setDialog(null)} />}
    </>
  )
}
