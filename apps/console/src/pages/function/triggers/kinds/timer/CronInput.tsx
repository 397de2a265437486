import { clsx } from 'clsx'
import { useState } from 'react'
import type { UseFormRegister } from 'react-hook-form'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Input } from '../../../../../ui/Field.tsx'
import { cronParts } from './cronParts.ts'
import type { TimerFields } from './fields.ts'

/** The pattern, and below it what each of its fields is; the one under the caret is lit. */
export function CronInput({ cron, register }: { cron: string; register: UseFormRegister<TimerFields> }) {
  const { t } = useTranslation()
  const [caret, setCaret] = useState<number | null>(null)
  return (
    <>
      <Input
        mono
        autoComplete="off"
        spellCheck={false}
        {...register('cron', { onBlur: () => setCaret(null) })}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
      />
      {/* The error, or the words below, say the same. */}
      <div
        aria-hidden="true"
        className="mt-0.5 grid auto-cols-fr grid-flow-col divide-x divide-line overflow-hidden rounded-field border border-line bg-sunken"
      >
        {cronParts(cron).map(({ name, text, from, to }) => {
          const lit = caret !== null && text !== '' && from <= caret && caret <= to
          return (
            <span
              key={name}
              data-lit={lit || undefined}
              className={clsx('min-w-0 px-2 py-1 text-micro text-fg-3 narrow:px-1', lit && 'bg-selected')}
            >
              <span className="cut mono block min-h-[1lh] text-sm text-fg">{text}</span>
              <span className="cut block">{t(`triggers.cronParts.${name}`)}</span>
            </span>
          )
        })}
      </div>
    </>
  )
}
