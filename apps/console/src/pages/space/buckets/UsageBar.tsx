import type { Bucket } from '@alcove/contract'
import { clsx } from 'clsx'
import { useSyncExternalStore } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { UploadQueue } from './uploads/upload-queue.ts'
import { useExpiryWords } from './useExpiryWords.ts'

/** Amber from here on. */
const NEARLY_FULL = 0.9

/** What the bucket holds, may hold, and will hold once the uploads have arrived. */
export function UsageBar({ bucket, uploads }: { bucket: Bucket; uploads: UploadQueue }) {
  const { t } = useTranslation()
  const format = useFormat()
  const expiry = useExpiryWords()(bucket.expiry)
  const list = useSyncExternalStore(uploads.subscribe, uploads.list)
  const coming = list
    .filter(({ state }) => state !== 'done')
    // Parts that arrived count in the bucket already.
    .reduce((sum, { file, sent, parts }) => sum + file.size - (parts > 0 ? sent : 0), 0)
  const quota = bucket.quotaBytes ?? bucket.space.quotaBytes
  const shareOf = (bytes: number) => (quota === 0 ? 1 : Math.min(1, bytes / quota))
  const share = shareOf(bucket.bytes)
  const over = bucket.bytes + coming - quota
  return (
    <div className="num flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-gutter py-2.5">
      <span aria-hidden className="flex h-1.5 w-36 overflow-hidden rounded-full bg-line narrow:w-20">
        <span
          style={{ width: `${share * 100}%` }}
          className={clsx('h-full', share >= 1 ? 'bg-danger' : share >= NEARLY_FULL ? 'bg-warning' : 'bg-accent')}
        />
        {coming > 0 && (
          <span
            style={{ width: `${(shareOf(bucket.bytes + coming) - share) * 100}%` }}
            className="h-full bg-accent opacity-40"
          />
        )}
      </span>
      <span className="font-name">
        {t('buckets.used', { used: format.bytes(bucket.bytes), quota: format.bytes(quota) })}
      </span>
      {coming > 0 && over <= 0 && (
        <span className="text-fg-2">{t('buckets.afterUploads', { size: format.bytes(bucket.bytes + coming) })}</span>
      )}
      {over > 0 && <span className="text-danger">{t('buckets.quotaFull', { size: format.bytes(over) })}</span>}
      <span className="ml-auto text-sm text-fg-2 narrow:ml-0">
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
    </div>
  )
}
