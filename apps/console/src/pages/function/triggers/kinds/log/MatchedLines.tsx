import type { TriggerLine } from '@alcove/contract'
import { clsx } from 'clsx'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Time } from '../../../../../ui/Time.tsx'

/** The last lines that the trigger would have started the function for. */
export function MatchedLines({ lines, dimmed }: { lines: readonly TriggerLine[]; dimmed: boolean }) {
  const { t } = useTranslation()
  if (lines.length === 0) return <p className="px-gutter pb-3 text-fg-2">{t('triggers.matchedLinesNone')}</p>
  return (
    <ul className={clsx(dimmed && 'opacity-50')}>
      {lines.map(({ time, level, message, invocationId }) => (
        <li key={`${invocationId} ${time} ${message}`} className="border-t border-line px-gutter py-1.5">
          <span className="flex items-baseline justify-between gap-3 text-sm text-fg-2">
            {level}
            <Time at={time} />
          </span>
          <span className="mono line-clamp-3 text-sm wrap-anywhere">{message}</span>
        </li>
      ))}
    </ul>
  )
}
