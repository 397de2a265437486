import { BACKGROUND_KINDS, type BackgroundAction, type Space } from '@alcove/contract'
import { Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { backgroundKey, stopBackgroundAction } from '../../api/background.ts'
import { useTranslation } from '../../i18n/index.ts'
import { saidActor } from '../../i18n/said.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { useChange } from '../useChange.ts'
import { useDenied } from '../useDenied.ts'
import { useActionTitle } from './useActionTitle.ts'

interface ActionProgressProps {
  space: Space
  action: BackgroundAction
  /** To what, and how: "image-resize on v9". */
  note?: ReactNode
}

/** The progress of a background action, with the button that stops it. */
export function ActionProgress({ space, action, note }: ActionProgressProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const title = useActionTitle()(action)
  const denied = useDenied(space)(BACKGROUND_KINDS[action.kind])
  const { id, state, total, done, failed, startedBy, endedAt, error, stopping } = action
  const stop = useChange({
    run: () => stopBackgroundAction(space.name, id),
    invalidates: [backgroundKey(space.name)],
  })
  // Tasks that arrive meanwhile may make it more than there was at first.
  const most = Math.max(total, done)
  const running = state === 'running'
  const count = t('background.count', { done: format.number(done), total: format.number(most) })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-t border-line bg-sunken px-gutter py-3">
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <span className="min-w-0 flex-1 font-name">{title}</span>
          <span className="num text-sm text-fg-2">{count}</span>
        </div>
        <div
          role="progressbar"
          aria-label={count}
          aria-valuemin={0}
          aria-valuemax={most}
          aria-valuenow={done}
          className="flex h-1.5 overflow-hidden rounded-full bg-line"
        >
          <span className="bg-accent" style={{ width: share(done - failed, most) }} />
          {failed > 0 && <span className="bg-danger" style={{ width: share(failed, most) }} />}
        </div>
        <div className="flex flex-wrap gap-x-3 text-sm text-fg-2">
          <span className="flex-auto">
            <Outcome action={action} />
          </span>
          <span className="text-fg-3">
            {note} {t('background.by', { name: saidActor(startedBy) })}
            {endedAt && (
              <>
                , <Time at={endedAt} />
              </>
            )}
          </span>
        </div>
        {error && <p className="text-sm text-danger">{error}</p>}
      </div>
      {running && (
        <Button
          size="sm"
          icon={<Square size={11} />}
          disabledReason={denied}
          pending={stopping || stop.isPending}
          onClick={() => stop.mutate(undefined)}
        >
          {t(stopping ? 'background.stopping' : 'background.stop')}
        </Button>
      )}
    </div>
  )
}

function Outcome({ action }: { action: BackgroundAction }) {
  const { t } = useTranslation()
  const { kind, state, total, done, failed, outcomes } = action
  const left = Math.max(0, total - done)
  const parts: ReactNode[] = []
  if (outcomes) {
    const { succeeded, waiting } = outcomes
    parts.push(t('background.succeeded', { count: succeeded }))
    if (outcomes.failed > 0)
      parts.push(<b className="font-medium text-danger">{t('background.failedAgain', { count: outcomes.failed })}</b>)
    if (waiting > 0) parts.push(t('background.wait', { count: waiting }))
  } else if (failed > 0) {
    parts.push(<b className="font-medium text-danger">{t('background.failed', { count: failed })}</b>)
  }
  if (state === 'stopped') parts.push(t('background.left', { count: left }))
  if (state === 'failed') parts.push(t('background.gaveUp'))
  // The total of a sink's replay is an estimate.
  if (state === 'done' && left > 0 && kind !== 'sinks.replay') parts.push(t('background.skipped', { count: left }))
  if (state === 'done' && parts.length === 0) parts.push(t('background.done'))
  return parts.map((part, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- a fixed order of sentences
    <span key={index}>
      {index > 0 && t('shell.comma')}
      {part}
    </span>
  ))
}

const share = (part: number, whole: number) => `${whole === 0 ? 100 : (part / whole) * 100}%`
