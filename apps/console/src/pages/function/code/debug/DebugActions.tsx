import { FlaskConical, Pause, Play, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { ButtonKey } from '../../../../ui/ButtonKey.tsx'
import type { DebugSession, DebugState } from './session.ts'

interface DebugActionsProps {
  session: DebugSession
  phase: DebugState['phase']
  onAgain(): void
  onStop(): void
}

const icon = { size: 14 } as const

/** In the place of Run: the event, and what a session can do now. */
export function DebugActions({ session, phase, onAgain, onStop }: DebugActionsProps) {
  const { t } = useTranslation()
  const primary = (text: string, key: string, run: () => void): ReactNode => (
    <Button variant="primary" icon={<Play {...icon} />} onClick={run}>
      {text}
      <ButtonKey>{key}</ButtonKey>
    </Button>
  )
  return (
    <div className="flex shrink-0 items-center gap-2 border-b border-line px-3 py-[5px]">
      <span className="flex h-7 min-w-0 flex-1 items-center gap-1.5 px-2.5 font-medium">
        <FlaskConical {...icon} className="shrink-0 text-fg-2" />
        <span className="cut">{session.event.label}</span>
      </span>
      {phase === 'paused' && primary(t('fn.debug.continue'), 'F8', () => session.proceed())}
      {phase === 'returned' && primary(t('fn.debug.callAgain'), 'F8', () => session.proceed())}
      {phase === 'ended' && primary(t('fn.debug.again'), 'F5', onAgain)}
      {(phase === 'starting' || phase === 'running') && (
        <Button
          icon={<Pause {...icon} />}
          disabledReason={phase === 'starting' && t('fn.debug.phase.starting')}
          onClick={() => session.go('pause')}
        >
          {t('fn.debug.pause')}
        </Button>
      )}
      {phase !== 'ended' && (
        <IconButton
          variant="danger"
          label={`${t('fn.debug.stop')} (Shift F5)`}
          icon={<Square {...icon} />}
          onClick={onStop}
        />
      )}
    </div>
  )
}
