import { serverNow } from '../../../../clock.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Time, useNow } from '../../../../ui/Time.tsx'

/** When a tick is due. One that has come is not "1 s ago" until the page reads what is next. */
export function NextTick({ at, className }: { at: string; className?: string }) {
  const { t } = useTranslation()
  // Renders it again as time passes.
  useNow()
  const isDue = Math.round((Date.parse(at) - serverNow()) / 1000) <= 0
  return isDue ? <span className={className}>{t('triggers.due')}</span> : <Time at={at} className={className} />
}
