import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import type { Frame, Scope } from './frames.ts'
import type { DebugSession } from './session.ts'
import { Properties } from './ValueRow.tsx'

const CHANGEABLE = new Set(['local', 'block', 'closure', 'catch'])

/** The variables of a frame, the innermost scope first. */
export function Scopes({ session, frame, stop }: { session: DebugSession; frame: Frame; stop: number }) {
  /** The blocks around the line and the function that they are in are open at first. */
  const local = Math.max(
    0,
    frame.scopes.findIndex(({ kind }) => kind === 'local'),
  )
  return (
    <>
      {frame.scopes.map((scope) => (
        <ScopeRows
          key={`${scope.number} ${scope.kind}`}
          session={session}
          scope={scope}
          opened={scope.number <= local && scope.kind !== 'global'}
          stop={stop}
        />
      ))}
    </>
  )
}

interface ScopeRowsProps {
  session: DebugSession
  scope: Scope
  opened: boolean
  stop: number
}

function ScopeRows({ session, scope, opened, stop }: ScopeRowsProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(opened)
  const Chevron = open ? ChevronDown : ChevronRight
  const known = ['local', 'block', 'closure', 'module', 'script', 'global', 'catch', 'with', 'eval'] as const
  const kind = known.find((each) => each === scope.kind)
  return (
    <section>
      <button
        type="button"
        aria-expanded={open}
        className="flex h-6 w-full items-center gap-1 px-2 text-left hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <Chevron size={12} aria-hidden="true" />
        {kind ? t(`fn.debug.scope.${kind}`) : scope.kind}
        {scope.name && <span className="cut font-mono text-fg-3">{scope.name}</span>}
      </button>
      {open && scope.object.objectId !== undefined && (
        <div className="font-mono text-[12px]">
          <Properties
            session={session}
            of={scope.object}
            depth={1}
            stop={stop}
            {...(CHANGEABLE.has(scope.kind) && {
              onChange: (name: string, expression: string) => session.change(scope, name, expression),
            })}
          />
        </div>
      )}
    </section>
  )
}
