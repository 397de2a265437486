import { ChevronDown, ChevronUp, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { UploadRow } from './UploadRow.tsx'
import type { Uploading, UploadQueue, UploadState } from './upload-queue.ts'
import { useSpeed } from './useSpeed.ts'

const ORDER: Readonly<Record<UploadState, number>> = { failed: 0, running: 1, paused: 2, waiting: 3, done: 4 }
/** Others are counted: a folder may have thousands. */
const SHOWN = 50

/** The uploads of this visit: failed ones first, each to be resumed. */
export function UploadPanel({ queue }: { queue: UploadQueue }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(true)
  const list = useSyncExternalStore(queue.subscribe, queue.list)
  const having = (...states: UploadState[]) => list.filter(({ state }) => states.includes(state))
  const left = having('running', 'waiting')
  if (list.length === 0) return null
  const failed = having('failed')
  const paused = having('paused')
  const taken = failed.filter(({ error }) => error === 'taken')
  const unfinished = left.length + paused.length
  return (
    <section
      aria-label={t('buckets.upload')}
      className="sticky bottom-0 z-10 max-h-72 shrink-0 overflow-y-auto border-t border-line-strong bg-raised"
    >
      <div className="sticky top-0 z-1 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 bg-raised px-gutter py-1.5">
        <h2 role="status" className="font-heading">
          {unfinished > 0
            ? t('buckets.uploading', { count: unfinished })
            : t('buckets.uploaded', { count: having('done').length })}
        </h2>
        <Progress list={list} left={left} />
        {failed.length > 0 && <span className="text-danger">{t('buckets.failedCount', { count: failed.length })}</span>}
        <span className="ml-auto flex items-center gap-2">
          {taken.length > 1 && (
            <Button size="sm" onClick={() => queue.resume(taken, { overwrite: true })}>
              {t('buckets.overwriteAll', { count: taken.length })}
            </Button>
          )}
          {failed.length - taken.length > 1 && (
            <Button
              size="sm"
              icon={<RotateCcw size={13} />}
              onClick={() => queue.resume(failed.filter(({ error }) => error !== 'taken'))}
            >
              {t('buckets.retryAll')}
            </Button>
          )}
          {left.length > 0 && (
            <Button size="sm" icon={<Pause size={13} />} onClick={() => queue.pauseAll()}>
              {t('buckets.pauseAll')}
            </Button>
          )}
          {left.length === 0 && paused.length > 0 && (
            <Button size="sm" icon={<Play size={13} />} onClick={() => queue.resume(paused)}>
              {t('buckets.resumeAll')}
            </Button>
          )}
          <IconButton
            size="sm"
            label={t(open ? 'buckets.foldUploads' : 'buckets.unfoldUploads')}
            icon={open ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
            onClick={() => setOpen(!open)}
          />
          {left.length === 0 && (
            <IconButton
              size="sm"
              label={t('buckets.closeUploads')}
              icon={<X size={15} />}
              onClick={() => queue.clear()}
            />
          )}
        </span>
      </div>
      {open && (
        <ul>
          {list
            .toSorted((a, b) => ORDER[a.state] - ORDER[b.state])
            .slice(0, SHOWN)
            .map((upload) => (
              <UploadRow
                key={upload.id}
                upload={upload}
                onResume={(change) => queue.resume([upload], change)}
                onRemove={() => queue.remove(upload.id)}
              />
            ))}
          {list.length > SHOWN && (
            <li className="border-t border-line px-gutter py-1.5 text-sm text-fg-3">
              {t('buckets.moreUploads', { count: list.length - SHOWN })}
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

/** "3 done, 18 MB/s, 14 s left" */
function Progress({ list, left }: { list: readonly Uploading[]; left: readonly Uploading[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const done = list.filter(({ state }) => state === 'done')
  const sum = (uploads: readonly Uploading[], of: (upload: Uploading) => number) =>
    uploads.reduce((total, upload) => total + of(upload), 0)
  const speed = useSpeed(
    sum(list, ({ sent }) => sent),
    left.length > 0,
  )
  if (left.length === 0) return null
  const rest = sum(left, ({ file, sent }) => file.size - sent)
  const parts = [
    done.length > 0 && t('buckets.doneCount', { count: done.length }),
    speed > 0 && t('buckets.speed', { size: format.bytes(speed) }),
    speed > 0 && t('buckets.timeLeft', { time: format.span(Math.max(1000, (rest / speed) * 1000)) }),
  ]
  return <span className="num text-sm text-fg-2">{parts.filter(Boolean).join(t('shell.comma'))}</span>
}
