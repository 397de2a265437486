import type { TriggerPause } from '@alcove/contract'
import { useFormat } from '../../../i18n/useFormat.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'

/** When and why Alcove paused a trigger. */
export function PauseReason({ pausedBy: { at, reason, detail } }: { pausedBy: TriggerPause }) {
  const { t } = useTranslation()
  const format = useFormat()
  const when = format.dateTime(at)
  return reason === 'failures'
    ? t('triggers.pausedByFailures', { at: when, count: Number.parseInt(detail, 10) })
    : t('triggers.pausedBecause', { at: when, reason: said(detail) })
}
