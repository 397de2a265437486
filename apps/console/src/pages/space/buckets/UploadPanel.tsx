import { clsx } from 'clsx'
import { Check, CircleAlert, Clock, Upload, X } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import type { Uploading, UploadQueue } from './uploads/upload-queue.ts'

const ORDER = { failed: 0, running: 1, waiting: 2, done: 3 }
/** Others are counted: a folder may have thousands. */
const SHOWN = 50

/** The uploads of this visit: failed ones first, each to be resumed. */
export function UploadPanel({ queue }: { queue: UploadQueue }) {
  const { t } = useTranslation()
  const list = useSyncExternalStore(queue.subscribe, queue.list)
  const left = list.filter(({ state }) => state === 'running' || state === 'waiting').length
  useEffect(() => {
    if (left === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [left])
  if (list.length === 0) return null
  const failed = list.filter(({ state }) => state === 'failed').length
  const done = list.length - left - failed
  return (
    <section
      aria-label={t('buckets.upload')}
      className="sticky bottom-0 z-10 max-h-72 shrink-0 overflow-y-auto border-t border-line-strong bg-raised"
    >
      <div className="sticky top-0 z-1 flex min-h-10 items-center gap-3 bg-raised px-gutter">
        <h2 role="status" className="font-heading">
          {left > 0 ? t('buckets.uploading', { count: left }) : t('buckets.uploaded', { count: done })}
        </h2>
        {failed > 0 && <span className="text-danger">{t('buckets.failedCount', { count: failed })}</span>}
        {left === 0 && (
          <IconButton
            className="ml-auto"
            size="sm"
            label={t('buckets.closeUploads')}
            icon={<X size={15} />}
            onClick={() => queue.clear()}
          />
        )}
      </div>
      <ul>
        {list
          .toSorted((a, b) => ORDER[a.state] - ORDER[b.state])
          .slice(0, SHOWN)
          .map((upload) => (
            <Row
              key={upload.id}
              upload={upload}
              onResume={() => queue.resume(upload.id)}
              onRemove={() => queue.remove(upload.id)}
            />
          ))}
      </ul>
    </section>
  )
}

interface RowProps {
  upload: Uploading
  onResume(): void
  onRemove(): void
}

function Row({ upload, onResume, onRemove }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { key, state, sent, file, error, parts } = upload
  const share = file.size === 0 ? Number(state === 'done') : sent / file.size
  return (
    <li className="flex min-h-9 items-center gap-3 border-t border-line px-gutter py-1.5">
      <Mark state={state} />
      <span className="cut w-1/3 min-w-0">{key}</span>
      <span className="grid min-w-0 flex-1 gap-0.5">
        {state === 'done' ? (
          <span className="text-fg-2">{t('buckets.done')}</span>
        ) : (
          <span
            role="progressbar"
            aria-label={key}
            aria-valuenow={Math.round(share * 100)}
            className="h-1.5 overflow-hidden rounded-full bg-sunken"
          >
            <span
              style={{ width: `${share * 100}%` }}
              className={clsx('block h-full', state === 'failed' ? 'bg-danger' : 'bg-accent')}
            />
          </span>
        )}
        {state === 'failed' && (
          <span className="text-sm text-danger">
            {parts > 0
              ? t('buckets.lost', { reason: error ?? t('buckets.connectionLost'), count: parts })
              : (error ?? t('buckets.connectionLost'))}
          </span>
        )}
      </span>
      <span className="num text-sm text-fg-2 narrow:hidden">
        {state === 'waiting'
          ? t('buckets.waits')
          : t('buckets.progress', { sent: format.bytes(sent), size: format.bytes(file.size) })}
      </span>
      {state === 'failed' && (
        <>
          <Button size="sm" onClick={onResume}>
            {t('buckets.resume')}
          </Button>
          <IconButton size="sm" label={t('buckets.remove')} icon={<X size={15} />} onClick={onRemove} />
        </>
      )}
    </li>
  )
}

function Mark({ state }: Pick<Uploading, 'state'>) {
  const look = { size: 14, className: clsx('shrink-0', state === 'failed' ? 'text-danger' : 'text-fg-3') } as const
  if (state === 'failed') return <CircleAlert {...look} />
  if (state === 'done') return <Check {...look} />
  return state === 'running' ? <Upload {...look} /> : <Clock {...look} />
}
