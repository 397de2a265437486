import type { TriggerConfig } from '@alcove/contract'
import cronstrue from 'cronstrue'
import 'cronstrue/locales/zh_CN'
import { useLanguage, useTranslation } from '../../../../../i18n/index.ts'
import { useFormat } from '../../../../../i18n/useFormat.ts'

const LOCALES = { en: 'en', 'zh-CN': 'zh_CN' } as const

/** When a timer runs, in words. A pattern that has none stands for itself. */
export function useScheduleWords(): (config: Pick<TriggerConfig<'timer'>, 'cron' | 'rateSeconds' | 'at'>) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  return ({ cron, rateSeconds, at }) => {
    if (rateSeconds !== undefined) return t('triggers.rateWords', { duration: format.duration(rateSeconds * 1000) })
    if (at !== undefined) return t('triggers.onceWords', { at: format.dateTime(at) })
    try {
      // What croner calls SUN#L is SUNL here.
      const pattern = cron!.replaceAll(/#L/gi, 'L')
      return cronstrue.toString(pattern, { locale: LOCALES[language], use24HourTimeFormat: true })
    } catch {
      return cron!
    }
  }
}
