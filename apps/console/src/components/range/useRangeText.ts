import { useTranslation } from '../../i18n/index.ts'
import { homeZone, useTimeZone } from '../../i18n/timeZone.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { isPreset, type Range, spanOf } from '../../navigation/range.ts'

/** A range in words: "3 h", or "21 Nov 19:30 to 21:00"; with the zone if it is not the usual one. */
export function useRangeText(): (range: Range | undefined) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const zone = useTimeZone()
  return (range) => {
    if (range === undefined) return t('common.range.all')
    if (isPreset(range)) return t(`common.range.${range}`)
    const { from, to } = spanOf(range, 0)
    const day = (at: number) => `${format.shortDay(at)} ${format.minute(at)}`
    const end = format.date(from) === format.date(to) ? format.minute(to) : day(to)
    const text = t('common.range.between', { from: day(from), to: end })
    return zone === homeZone() ? text : `${text} ${zone}`
  }
}
