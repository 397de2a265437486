import { useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CodeBlock } from '../../../../ui/CodeBlock.tsx'
import type { DebugSession } from './session.ts'

/** What the calls of the session get. */
export function DebugEvent({ event }: { event: DebugSession['event'] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <section className="shrink-0 border-b border-line">
      <div className="flex h-8 items-center gap-2 pr-1.5 pl-3">
        <h3 className="font-heading">{t('fn.run.event')}</h3>
        <span className="cut min-w-0 flex-1 text-sm text-fg-2">{event.label}</span>
        <Button size="sm" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'fn.debug.hide' : 'fn.debug.show')}
        </Button>
      </div>
      {open && (
        <div className="max-h-40 overflow-y-auto border-t border-line">
          <CodeBlock code={event.text} label={t('fn.run.event')} />
        </div>
      )}
    </section>
  )
}
