import type { TaskAttempt, TaskDetail } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Marker, OUTCOME } from '../../../ui/StatusMark.tsx'
import { Time } from '../../../ui/Time.tsx'

interface Placed extends TaskAttempt {
  /** Milliseconds since the epoch. */
  start: number
  /** Milliseconds since the attempt before it ended. */
  waited: number
  /** Shares of the whole time. */
  from: number
  to: number
}

/** The attempts of a task on one axis: a line while it waited, a mark where an attempt began. */
export function Attempts({ task }: { task: TaskDetail }) {
  const { t } = useTranslation()
  if (task.attempts.length === 0) return <p className="px-gutter pb-3 text-fg-2">{t('tasks.noAttempts')}</p>
  return (
    <ol className="px-gutter pb-3">
      {placed(task.attempts).map((attempt) => (
        <Attempt
          key={attempt.invocationId}
          space={task.space}
          fn={task.function}
          attempt={attempt}
          several={task.attempts.length > 1}
        />
      ))}
    </ol>
  )
}

function placed(attempts: readonly TaskAttempt[]): Placed[] {
  const timed = attempts.map((attempt) => ({ ...attempt, start: Date.parse(attempt.startedAt) }))
  const first = timed[0]!.start
  const last = timed.at(-1)!
  const whole = Math.max(1, last.start + (last.durationMs ?? 0) - first)
  let before = first
  return timed.map((attempt) => {
    const { start, durationMs } = attempt
    const from = (before - first) / whole
    const waited = Math.max(0, start - before)
    before = start + (durationMs ?? 0)
    return { ...attempt, waited, from, to: (start - first) / whole }
  })
}

interface AttemptProps {
  space: string
  fn: string
  attempt: Placed
  /** Alone, it needs no axis. */
  several: boolean
}

function Attempt({ space, fn, attempt, several }: AttemptProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { number, invocationId, status, startedAt, durationMs, message, waited, from, to } = attempt
  const unrecorded = status === 'running' || status === 'lost'
  const named = unrecorded ? t(`tasks.attempt.${status}`) : t(`status.${status}`)
  const look = unrecorded ? ({ shape: 'ring', color: 'var(--text-3)' } as const) : OUTCOME[status]
  return (
    <li className="border-t border-line py-1">
      <div className="flex min-h-6 items-center gap-3">
        <span className="num w-5 text-fg-3">{number}</span>
        {durationMs === null ? (
          <span className="text-fg-2">{named}</span>
        ) : (
          <Link {...paths.invocations(space, fn, { id: invocationId })} className="link">
            {named}
          </Link>
        )}
        {several ? (
          <span aria-hidden="true" className="relative mx-1.5 h-4 min-w-0 flex-1">
            <span
              className="absolute top-1/2 h-px bg-line-strong"
              style={{ left: percent(from), width: percent(to - from) }}
            />
            <span className="absolute top-1/2 -translate-1/2" style={{ left: percent(to) }}>
              <Marker {...look} />
            </span>
          </span>
        ) : (
          <span className="flex-1" />
        )}
        <span className="num text-fg-2">{durationMs !== null && format.duration(durationMs)}</span>
        <Time at={startedAt} className="text-fg-3" />
      </div>
      {(message !== null || waited > 0) && (
        <p className="flex gap-3 pl-8 text-sm text-fg-2">
          <span className="cut min-w-0 flex-1">{message !== null && said(message)}</span>
          {waited > 0 && <span className="text-fg-3">{t('tasks.after', { wait: format.duration(waited) })}</span>}
        </p>
      )}
    </li>
  )
}

const percent = (share: number) => `${share * 100}%`
