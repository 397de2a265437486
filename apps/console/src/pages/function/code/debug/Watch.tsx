import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { IconButton } from '../../../../ui/IconButton.tsx'
import type { DebugSession } from './session.ts'
import { shown } from './shown.ts'

interface WatchProps {
  session: DebugSession
  expressions: readonly string[]
  stop: number
  frame: number
  onChange(expressions: readonly string[]): void
}

/** Expressions that are evaluated at each stop. */
export function Watch({ session, expressions, stop, frame, onChange }: WatchProps) {
  const { t } = useTranslation()
  return (
    <section className="border-t border-line pt-1">
      <h3 className="px-3 font-heading">{t('fn.debug.watch')}</h3>
      <ul className="font-mono text-[12px]">
        {expressions.map((expression) => (
          <li key={expression} className="flex items-center gap-1 px-3">
            <Watched session={session} expression={expression} stop={stop} frame={frame} />
            <IconButton
              size="sm"
              className="ml-auto"
              label={t('fn.debug.unwatch', { expression })}
              icon={<X size={12} />}
              onClick={() => onChange(expressions.filter((each) => each !== expression))}
            />
          </li>
        ))}
      </ul>
      <input
        aria-label={t('fn.debug.addWatch')}
        placeholder={t('fn.debug.addWatch')}
        className="mx-3 mb-2 w-[calc(100%-24px)] border-b border-line bg-transparent font-mono text-[12px]"
        onKeyDown={(event) => {
          const text = event.currentTarget.value.trim()
          if (event.key !== 'Enter' || text === '' || expressions.includes(text)) return
          onChange([...expressions, text])
          event.currentTarget.value = ''
        }}
      />
    </section>
  )
}

function Watched({
  session,
  expression,
  stop,
  frame,
}: Omit<WatchProps, 'expressions' | 'onChange'> & { expression: string }) {
  const { data, error } = useQuery({
    queryKey: ['debug', session.state, 'watch', expression, stop, frame],
    queryFn: () => session.evaluate(expression),
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  return (
    <span className="cut">
      {expression} <span className="text-fg-3">=</span>{' '}
      {error ? <span className="text-fg-3">{error.message}</span> : data ? shown(data) : '…'}
    </span>
  )
}
