import type { Bucket } from '@alcove/contract'
import { clsx } from 'clsx'
import { FileUp, FolderUp, MoreHorizontal, Settings2, Trash2, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { bucketsKey, deleteBucket } from '../../../api/buckets.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { BucketDialog } from './BucketDialog.tsx'
import { chosenFiles, type NamedFile } from './uploads/named-files.ts'
import { useExpiryWords } from './useExpiryWords.ts'

/** Amber from here on. */
const NEARLY_FULL = 0.9

interface BucketHeadProps {
  space: string
  bucket: Bucket
  denied: string | null
  onUpload(files: NamedFile[]): void
  onDeleted(): void
}

/** What the bucket holds and may hold, and what can be done with it. */
export function BucketHead({ space, bucket, denied, onUpload, onDeleted }: BucketHeadProps) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const remove = useChange({
    run: () => deleteBucket(space, bucket.name),
    invalidates: [[...bucketsKey(space), 'list']],
    done: () => t('buckets.deleted', { bucket: bucket.name }),
    onDone: onDeleted,
  })
  const picked = (input: HTMLInputElement) => {
    onUpload(chosenFiles(input.files))
    input.value = ''
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-gutter py-2.5">
      <h2 className="cut text-alias font-heading">{bucket.name}</h2>
      <Usage bucket={bucket} />
      <span className="ml-auto flex items-center gap-2">
        <Menu trigger={<IconButton label={t('buckets.settings')} icon={<MoreHorizontal size={15} />} />}>
          <MenuItem icon={<Settings2 size={15} />} disabledReason={denied} onSelect={() => setDialog('edit')}>
            {t('buckets.settings')}
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
        {denied === null ? (
          <Menu
            trigger={
              <Button variant="primary" icon={<Upload size={15} />}>
                {t('buckets.upload')}
              </Button>
            }
          >
            <MenuItem icon={<FileUp size={15} />} onSelect={() => files.current?.click()}>
              {t('buckets.uploadFiles')}
            </MenuItem>
            <MenuItem icon={<FolderUp size={15} />} onSelect={() => folder.current?.click()}>
              {t('buckets.uploadFolder')}
            </MenuItem>
          </Menu>
        ) : (
          <Button variant="primary" icon={<Upload size={15} />} disabledReason={denied}>
            {t('buckets.upload')}
          </Button>
        )}
        <input
          ref={files}
          type="file"
          hidden
          multiple
          aria-label={t('buckets.uploadFiles')}
          onChange={(event) => picked(event.target)}
        />
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          // React passes on attributes that it does not know.
          {...{ webkitdirectory: '' }}
          aria-label={t('buckets.uploadFolder')}
          onChange={(event) => picked(event.target)}
        />
      </span>
      {dialog === 'edit' && <BucketDialog space={space} bucket={bucket} onClose={() => setDialog(null)} />}
      <ConfirmByName
        open={dialog === 'delete'}
        onClose={() => setDialog(null)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('buckets.deleteThis', { bucket: bucket.name })}
        name={bucket.name}
        losses={[t('buckets.loseSettings'), t('buckets.loseUploads')]}
      />
    </div>
  )
}

function Usage({ bucket }: { bucket: Bucket }) {
  const { t } = useTranslation()
  const format = useFormat()
  const expiry = useExpiryWords()(bucket.expiry)
  const quota = bucket.quotaBytes ?? bucket.space.quotaBytes
  const share = quota === 0 ? 1 : Math.min(1, bucket.bytes / quota)
  return (
    <>
      <span aria-hidden className="h-1.5 w-36 overflow-hidden rounded-full bg-sunken narrow:w-20">
        <span
          style={{ width: `${share * 100}%` }}
          className={clsx('block h-full', share >= 1 ? 'bg-danger' : share >= NEARLY_FULL ? 'bg-warning' : 'bg-accent')}
        />
      </span>
      <span className="num font-name">
        {t('buckets.used', { used: format.bytes(bucket.bytes), quota: format.bytes(quota) })}
      </span>
      <span className="num text-sm text-fg-2">
        {[
          t('buckets.objectCount', { count: bucket.objects }),
          expiry,
          bucket.quotaBytes !== null &&
            t('buckets.ofSpace', {
              used: format.bytes(bucket.space.bytes),
              quota: format.bytes(bucket.space.quotaBytes),
            }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}
