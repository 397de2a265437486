import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import type { DebugSession, DebugState } from './session.ts'
import { ValueRow } from './ValueRow.tsx'

/** Lines of the run, and what the developer evaluates. */
export function DebugConsole({ session, state }: { session: DebugSession; state: DebugState }) {
  const { t } = useTranslation()
  const { entries, phase } = state
  const end = useRef<HTMLDivElement>(null)
  const asked = entries.flatMap((entry) => (entry.kind === 'asked' ? [entry.text] : []))
  const [back, setBack] = useState(0)
  useEffect(() => {
    // Newer browsers return a promise, which React would take for a cleanup.
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [entries.length])
  return (
    <section aria-label={t('fn.debug.console')} className="flex min-h-0 flex-1 flex-col">
      <h3 className="px-3 pt-2 font-heading">{t('fn.debug.console')}</h3>
      <div role="log" className="min-h-0 flex-1 overflow-y-auto px-3 py-1 font-mono text-[12px]/[19px]">
        {entries.map((entry, index) =>
          entry.kind === 'answered' ? (
            // oxlint-disable-next-line react/no-array-index-key -- entries are only added
            <ul key={index}>
              <ValueRow session={session} name={null} value={entry.value} depth={0} stop={state.stop} />
            </ul>
          ) : (
            // oxlint-disable-next-line react/no-array-index-key
            <p key={index} className="wrap-anywhere whitespace-pre-wrap">
              {entry.kind === 'line' && (
                <>
                  <span
                    className={
                      entry.level === 'error' ? 'text-danger' : entry.level === 'warn' ? 'text-warning' : 'text-fg-3'
                    }
                  >
                    {entry.level}
                  </span>{' '}
                  {entry.text}
                </>
              )}
              {entry.kind === 'asked' && <span className="text-fg-2">{`› ${entry.text}`}</span>}
              {entry.kind === 'again' && <span className="text-fg-3">{t('fn.debug.loadsAgain')}</span>}
              {entry.kind === 'waits' && <span className="text-fg-3">{t('fn.debug.waits')}</span>}
              {entry.kind === 'result' && (
                <span className={entry.error ? 'text-danger' : ''}>
                  {entry.error ? `${entry.error.name}: ${entry.error.message}` : `⇒ ${entry.output}`}
                </span>
              )}
              {entry.kind === 'wrong' && <span className="text-danger">{entry.text}</span>}
            </p>
          ),
        )}
        <div ref={end} />
      </div>
      <input
        aria-label={t('fn.debug.evaluate')}
        placeholder={t('fn.debug.evaluate')}
        disabled={phase === 'ended' || phase === 'starting'}
        className="h-8 shrink-0 border-t border-line bg-raised px-3 font-mono text-[12px]"
        onKeyDown={(event) => {
          const input = event.currentTarget
          if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            const next = Math.min(asked.length, Math.max(0, back + (event.key === 'ArrowUp' ? 1 : -1)))
            setBack(next)
            input.value = asked.at(-next) ?? ''
            event.preventDefault()
          }
          if (event.key !== 'Enter' || input.value.trim() === '') return
          void session.ask(input.value)
          input.value = ''
          setBack(0)
        }}
      />
    </section>
  )
}
