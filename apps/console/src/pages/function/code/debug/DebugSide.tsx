import { serverNow } from '../../../../clock.ts'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { runtimeName } from '../../../../components/runtimes.ts'
import { BreakpointList } from './BreakpointList.tsx'
import { DebugActions } from './DebugActions.tsx'
import { DebugConsole } from './DebugConsole.tsx'
import { DebugEvent } from './DebugEvent.tsx'
import type { Place } from './sources.ts'
import type { Debugger } from './useDebugger.ts'

interface DebugSideProps {
  debug: Debugger
  onGo(place: Place): void
  onAgain(): void
  /** Closes the debugger, back to the draft. */
  onLeave(): void
}

/** Beside the editor: what the session is, its breakpoints, its console. */
export function DebugSide({ debug, onGo, onAgain, onLeave }: DebugSideProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { session, state } = debug
  if (!session || !state) return null
  const { started, phase, reason, held, lost } = state
  const ended = phase === 'ended'
  const atPause = phase === 'paused' ? held : null
  const facts: [string, string][] = started
    ? [
        [t('fn.debug.instance'), `d-${started.instanceId.slice(0, 4)}`],
        [t('fn.debug.serves'), t('fn.debug.youAlone')],
        [
          t('fn.debug.runs'),
          t('fn.debug.code', {
            code: started.version === null ? t('fn.debug.draft') : `v${started.version}`,
            runtime: runtimeName(started.runtime),
          }),
        ],
        [
          t('fn.debug.timeLimit'),
          atPause === null
            ? format.duration(started.timeoutMs)
            : atPause.ranMs === null
              ? t('fn.debug.noCall')
              : t('fn.debug.heldAt', { ran: Math.round(atPause.ranMs), limit: started.timeoutMs }),
        ],
        [
          t('fn.debug.memory'),
          `${atPause?.memoryMb ? `${format.number(Math.round(atPause.memoryMb))} / ` : ''}${format.number(started.memoryMb)} MB`,
        ],
      ]
    : []
  return (
    <section
      aria-label={t('fn.debug.session')}
      className="flex min-h-0 flex-col border-l border-line bg-canvas narrow:border-l-0"
    >
      <DebugActions session={session} phase={phase} onAgain={onAgain} onStop={debug.stop} />
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="font-heading">{t('fn.debug.session')}</h2>
        <span
          className={
            phase === 'paused' ? 'rounded-tag bg-warning-tint px-1.5 text-sm text-warning' : 'text-sm text-fg-2'
          }
        >
          {phase === 'paused' ? t('fn.debug.pausedTag') : t(`fn.debug.phase.${phase}`)}
        </span>
        <span className="num ml-auto text-fg-2">{started && !ended && <EndsIn at={started.endsAt} />}</span>
        {ended && <IconButton size="sm" label={t('fn.debug.leave')} icon={<X size={15} />} onClick={onLeave} />}
      </div>
      {ended && (
        <div className="flex items-center gap-2 border-b border-line bg-warning-tint px-3 py-2">
          <p role="status" className="min-w-0 flex-1 text-sm wrap-anywhere">
            {reason || t(!lost ? 'fn.debug.ended' : started ? 'fn.debug.lost' : 'fn.debug.notOpened')}
          </p>
          {started !== null && started.version !== null && (
            <Button size="sm" onClick={onLeave}>
              {t('fn.debug.fix')}
            </Button>
          )}
        </div>
      )}
      <dl className="grid shrink-0 grid-cols-[auto_1fr] gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-sm">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-fg-2">{label}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
      <DebugEvent event={session.event} />
      <BreakpointList debug={debug} onGo={onGo} />
      <DebugConsole session={session} state={state} />
    </section>
  )
}

const WARN_MS = 5 * 60_000

function EndsIn({ at }: { at: string }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, new Date(at).getTime() - now)
  const time = `${Math.floor(left / 60_000)}:${String(Math.floor((left / 1000) % 60)).padStart(2, '0')}`
  return <span className={left < WARN_MS ? 'text-warning' : ''}>{t('fn.debug.endsIn', { time })}</span>
}
