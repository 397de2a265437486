import {
  ArrowDownToLine,
  ArrowUpFromLine,
  CornerRightDown,
  Pause,
  Play,
  RotateCcw,
  SquareTerminal,
  TextCursorInput,
} from 'lucide-react'
import { hasDevTools } from '@alcove/contract'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { CallStack } from './CallStack.tsx'
import { Scopes } from './Scopes.tsx'
import type { DebugSession } from './session.ts'
import type { Place } from './sources.ts'
import type { Debugger } from './useDebugger.ts'
import { Watch } from './Watch.tsx'

interface DebugPanelProps {
  debug: Debugger
  onGo(place: Place): void
  onRunHere(): void
}

const icon = { size: 15 } as const
const DevTools = lazy(() => import('./DevTools.tsx').then((file) => ({ default: file.DevTools })))

/** Below the editor: steps, variables, call stack, watched expressions. */
export function DebugPanel({ debug, onGo, onRunHere }: DebugPanelProps) {
  const { t } = useTranslation()
  const { session, state } = debug
  /** The session whose DevTools are open. */
  const [inDevTools, setInDevTools] = useState<DebugSession | null>(null)
  if (!session || !state) return null
  const { phase, started, frames, frame, stop, reason, afterStep } = state
  const ended = phase === 'ended'
  const current = frames[frame]
  const paused = phase === 'paused'
  const idle = !paused && t('fn.debug.notPaused')
  const unable = idle || (current?.canRestart === false && t('fn.debug.noRestart'))
  const steps = [
    ['over', 'F10', CornerRightDown, idle, () => session.go('stepOver')],
    ['into', 'F11', ArrowDownToLine, idle, () => session.go('stepInto')],
    ['out', 'Shift F11', ArrowUpFromLine, idle, () => session.go('stepOut')],
    ['here', 'Ctrl F10', TextCursorInput, idle, onRunHere],
    ['restart', '', RotateCcw, unable, () => void session.restartFrame().catch(() => {})],
  ] as const
  return (
    <section
      aria-label={t('fn.debug.title')}
      className="flex h-64 shrink-0 flex-col border-t border-line-strong bg-canvas"
    >
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line bg-frame px-3">
        {paused ? <Pause {...icon} className="text-warning" /> : <Play {...icon} className="text-fg-3" />}
        <span role="status" className="cut min-w-0 font-heading">
          {paused
            ? reason === ''
              ? t(afterStep ? 'fn.debug.pausedAfterStep' : 'fn.debug.paused')
              : t('fn.debug.pausedOn', { error: reason })
            : t(`fn.debug.phase.${phase}`)}
        </span>
        {current?.place && (
          <span className="mono text-fg-2 narrow:hidden">{`${current.place.path}:${current.place.line}`}</span>
        )}
        <span className="ml-auto flex">
          {steps.map(([name, key, Icon, disabled, run]) => (
            <IconButton
              key={name}
              size="sm"
              label={key === '' ? t(`fn.debug.${name}`) : `${t(`fn.debug.${name}`)} (${key})`}
              icon={<Icon {...icon} />}
              disabledReason={disabled}
              onClick={run}
            />
          ))}
        </span>
        <Button
          size="sm"
          variant="ghost"
          icon={<SquareTerminal {...icon} />}
          disabledReason={
            started === null || ended
              ? t(`fn.debug.phase.${phase}`)
              : !hasDevTools(started.runtime) && t('fn.debug.noDevTools')
          }
          onClick={() => setInDevTools(session)}
        >
          {t('fn.debug.openDevTools')}
        </Button>
      </div>
      <div className={`grid min-h-0 flex-1 grid-cols-2 ${paused ? '' : 'text-fg-3'}`}>
        <div className="min-h-0 overflow-y-auto border-r border-line py-1">
          <h3 className="px-3 font-heading">{t('fn.debug.scopes')}</h3>
          {current ? (
            <Scopes session={session} frame={current} stop={stop} />
          ) : (
            <p className="px-3 text-fg-3">{t('fn.debug.noScopes')}</p>
          )}
        </div>
        <div className="min-h-0 overflow-y-auto py-1">
          <h3 className="px-3 font-heading">{t('fn.debug.callStack')}</h3>
          <CallStack session={session} frames={frames} selected={frame} onGo={onGo} />
          {paused && (
            <Watch session={session} expressions={debug.watched} stop={stop} frame={frame} onChange={debug.watch} />
          )}
        </div>
      </div>
      {inDevTools === session && !ended && (
        <Suspense>
          <DevTools session={session} onClose={() => setInDevTools(null)} />
        </Suspense>
      )}
    </section>
  )
}
