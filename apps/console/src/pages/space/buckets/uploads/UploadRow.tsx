import { clsx } from 'clsx'
import { Check, CircleAlert, Clock, Pause, Upload, X } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import type { Uploading } from './upload-queue.ts'

interface UploadRowProps {
  upload: Uploading
  onResume(change?: { overwrite: boolean }): void
  onRemove(): void
}

export function UploadRow({ upload, onResume, onRemove }: UploadRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { key, state, sent, file, error } = upload
  const share = file.size === 0 ? Number(state === 'done') : sent / file.size
  return (
    <li className="flex min-h-9 items-center gap-3 border-t border-line px-gutter py-1.5">
      <Mark state={state} />
      <span className="cut w-1/3 min-w-0" title={key}>
        {key}
      </span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        {state === 'done' ? (
          <span className="text-fg-2">{t('buckets.done')}</span>
        ) : (
          <span
            role="progressbar"
            aria-label={key}
            aria-valuenow={Math.round(share * 100)}
            className="h-1.5 overflow-hidden rounded-full bg-line"
          >
            <span
              style={{ width: `${share * 100}%` }}
              className={clsx('block h-full', state === 'failed' ? 'bg-danger' : 'bg-accent')}
            />
          </span>
        )}
        {state === 'failed' && <Reason upload={upload} />}
      </span>
      <span className="num text-sm text-fg-2 narrow:hidden">
        {state === 'waiting' || state === 'paused'
          ? t(state === 'waiting' ? 'buckets.waits' : 'buckets.paused')
          : t('buckets.progress', { sent: format.bytes(sent), size: format.bytes(file.size) })}
      </span>
      {state === 'failed' && error === 'taken' && (
        <Button size="sm" onClick={() => onResume({ overwrite: true })}>
          {t('buckets.overwrite')}
        </Button>
      )}
      {((state === 'failed' && error !== 'taken' && error !== 'unreadable') || state === 'paused') && (
        <Button size="sm" onClick={() => onResume()}>
          {t('buckets.resume')}
        </Button>
      )}
      {state !== 'done' && (
        <IconButton
          size="sm"
          label={t(state === 'failed' ? 'buckets.remove' : 'buckets.cancelUpload')}
          icon={<X size={15} />}
          onClick={onRemove}
        />
      )}
    </li>
  )
}

function Reason({ upload: { error, parts } }: Pick<UploadRowProps, 'upload'>) {
  const { t } = useTranslation()
  const reason =
    error === 'taken'
      ? t('buckets.exists')
      : error === 'lost' || error === null
        ? t('buckets.connectionLost')
        : error === 'unreadable'
          ? t('buckets.unreadable')
          : error.message
  return (
    <span className="text-sm text-danger">
      {parts > 0 && error !== 'taken' ? t('buckets.lost', { reason, count: parts }) : reason}
    </span>
  )
}

function Mark({ state }: Pick<Uploading, 'state'>) {
  const look = { size: 14, className: clsx('shrink-0', state === 'failed' ? 'text-danger' : 'text-fg-3') } as const
  if (state === 'failed') return <CircleAlert {...look} />
  if (state === 'done') return <Check {...look} />
  if (state === 'paused') return <Pause {...look} />
  return state === 'running' ? <Upload {...look} /> : <Clock {...look} />
}
