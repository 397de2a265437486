import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { Time, useNow } from '../../ui/Time.tsx'

const LAST_DAY_MS = 86_400_000

/** When a right ends, and how far that is from now: a warning in its last 24 hours. */
export function EndTime({ at }: { at: string | null }) {
  const { t } = useTranslation()
  const now = useNow()
  if (at === null) return <span className="text-fg-2">{t('ask.duration.none')}</span>
  const left = Date.parse(at) - now
  const soon = left > 0 && left < LAST_DAY_MS
  return (
    <span className={clsx('inline-grid leading-[17px]', soon ? 'text-warning' : 'text-fg-2')}>
      <Time at={at} as="absolute" />
      <Time at={at} className={clsx('text-sm', !soon && 'text-fg-3')} />
    </span>
  )
}
