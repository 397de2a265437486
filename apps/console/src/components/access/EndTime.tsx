import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { Time, useNow } from '../../ui/Time.tsx'

const DAY_MS = 86_400_000

interface EndTimeProps {
  at: string | null
  /** It is a warning in its last days. */
  warnDays?: number
}

/** When a right or a key ends, and how far that is from now. */
export function EndTime({ at, warnDays = 1 }: EndTimeProps) {
  const { t } = useTranslation()
  const now = useNow()
  if (at === null) return <span className="text-fg-2">{t('ask.duration.none')}</span>
  const left = Date.parse(at) - now
  const soon = left > 0 && left < warnDays * DAY_MS
  return (
    <span className={clsx('inline-grid leading-[17px]', soon ? 'text-warning' : 'text-fg-2')}>
      <Time at={at} as="absolute" />
      <Time at={at} className={clsx('text-sm', !soon && 'text-fg-3')} />
    </span>
  )
}
