import type { TriggerConfig } from '@alcove/contract'
import { type Language, useLanguage, useTranslation } from '../../../../../i18n/index.ts'
import { spaced } from '../../../../../i18n/format.ts'
import { useFormat } from '../../../../../i18n/useFormat.ts'
import { cronWords } from './cronWords.ts'

/** When a timer runs, in words. A pattern without words is shown as it is. */
export function useScheduleWords(): (config: Pick<TriggerConfig<'timer'>, 'cron' | 'rateSeconds' | 'at'>) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  return ({ cron, rateSeconds, at }) => {
    if (rateSeconds !== undefined) return t('triggers.rateWords', { duration: durationWords(rateSeconds, language) })
    if (at !== undefined) return t('triggers.onceWords', { at: format.dateTime(at) })
    return cronWords(cron!, language)
  }
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** In the largest unit that divides it: "5 minutes", "90 seconds". */
function durationWords(seconds: number, language: Language): string {
  const [unit, length] = UNITS.find((candidate) => seconds % candidate[1] === 0)!
  return spaced(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length))
}
