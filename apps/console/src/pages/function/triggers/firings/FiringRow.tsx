import type { Firing } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Ban, CircleDashed } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { said } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { StatusMark } from '../../../../ui/StatusMark.tsx'
import { hasFailed } from './hasFailed.ts'

interface FiringRowProps {
  space: string
  fn: string
  firing: Firing
}

/**
 * One firing: when, its outcome or why there is none, and how long it took. Leads to the call, or to all its attempts.
 */
export function FiringRow({ space, fn, firing }: FiringRowProps) {
  const { task, cause } = firing
  const row = <FiringLine firings={[firing]} />
  const className = firingClass(firing)
  return (
    <li className="border-t border-line" data-cause={cause}>
      {firing.taskId !== null && task ? (
        <Link
          {...(task.invocationId !== null && task.attempts < 2
            ? paths.invocations(space, fn, { id: task.invocationId })
            : paths.tasks(space, { id: firing.taskId }))}
          className={clsx(className, 'outline-offset-[-2px] hover:bg-hover')}
        >
          {row}
        </Link>
      ) : (
        <div className={className}>{row}</div>
      )}
    </li>
  )
}

export const firingClass = ({ outcome }: Firing) =>
  clsx('num flex min-h-8 flex-wrap items-center gap-x-3 px-gutter py-1', outcome === 'skipped' && 'bg-sunken')

/** What a row says: of one firing, or of a run of them that are alike, the newest first. */
export function FiringLine({ firings }: { firings: readonly Firing[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const firing = firings[0]!
  const duration = meanDuration(firings)
  return (
    <>
      <time dateTime={firing.dueAt ?? firing.at} className="shrink-0">
        {format.dateTime(firing.dueAt ?? firing.at)}
      </time>
      <span className="flex shrink-0 items-center gap-[7px]">
        <Result firing={firing} />
      </span>
      <span className="order-last basis-full text-fg-2 wrap-anywhere">{useNote(firings)}</span>
      <span className="ml-auto shrink-0 text-fg-2">
        {firing.outcome === 'skipped'
          ? t('triggers.noRun')
          : duration !== null &&
            (firings.length > 1
              ? t('triggers.aboutEach', { duration: format.duration(duration) })
              : format.duration(duration))}
      </span>
    </>
  )
}

function Result({ firing }: { firing: Firing }) {
  const { t } = useTranslation()
  const { task, outcome } = firing
  if (outcome === 'skipped') {
    return (
      <>
        <Ban size={11} className="text-fg-3" />
        {t('triggers.outcome.skipped')}
      </>
    )
  }
  if (outcome === 'failed') return <StatusMark status="systemError">{t('triggers.outcome.failed')}</StatusMark>
  if (!task) return t('triggers.outcome.fired')
  const word = t(`triggers.taskState.${task.state}`)
  if (task.state === 'succeeded') return <StatusMark status="success">{word}</StatusMark>
  if (task.state === 'cancelled') return <StatusMark status="cancelled">{word}</StatusMark>
  if (hasFailed(firing)) return <StatusMark status="functionError">{word}</StatusMark>
  return (
    <>
      <CircleDashed size={11} className="text-fg-3" />
      {word}
    </>
  )
}

function useNote(firings: readonly Firing[]): string {
  const { t } = useTranslation()
  const format = useFormat()
  const { cause, reason, task, detail } = firings[0]!
  const ticks = firings.reduce((sum, firing) => sum + firing.ticks, 0)
  const oldest = firings.at(-1)!
  const detailSaid = detail && said(detail)
  const parts = [
    reason && t(`triggers.because.${reason}`),
    cause === 'source' ? detailSaid : [t(`triggers.cause.${cause}`), detailSaid].filter(Boolean).join(', '),
    ticks > 1 && t(reason ? 'triggers.tickCount' : 'triggers.runCount', { count: ticks }),
    firings.length > 1 && t('triggers.backTo', { at: format.dateTime(oldest.dueAt ?? oldest.at) }),
    task && task.attempts > 1 && t('triggers.attempts', { count: task.attempts }),
    task?.error && said(task.error),
  ]
  return parts.filter(Boolean).join(' · ')
}

function meanDuration(firings: readonly Firing[]): number | null {
  const known = firings.flatMap(({ task }) => task?.durationMs ?? [])
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length
}
