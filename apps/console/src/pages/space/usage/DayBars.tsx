import type { Usage } from '@alcove/contract'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { fine, money } from './money.ts'

/** Cost of each day of the month, or GB-seconds where nothing has a price. */
export function DayBars({ usage, month }: { usage: Usage; month: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const [year, number] = month.split('-').map(Number) as [number, number]
  const { currency } = usage
  const days = Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, index) => {
    const key = `${month}-${String(index + 1).padStart(2, '0')}`
    const used = usage.items.find((item) => item.key === key)
    return { key, calls: used?.calls ?? 0, size: (currency === null ? used?.gbSeconds : used?.cost) ?? 0 }
  })
  const most = Math.max(...days.map(({ size }) => size))
  if (most === 0) return <p className="px-gutter pb-4 text-fg-2">{t('usage.nothing')}</p>
  const said = (size: number) => (currency === null ? `${fine(language, size)} GB-s` : money(language, size, currency))
  return (
    <div className="px-gutter pb-4">
      <ol aria-label={t('usage.perDay')} className="flex h-32 items-end gap-1 narrow:gap-px">
        {days.map(({ key, calls, size }) => (
          <li
            key={key}
            title={t('usage.day', { day: key, cost: said(size), calls: format.number(calls) })}
            className="flex h-full min-w-0 flex-1 items-end"
          >
            <span className="sr-only">
              {t('usage.day', { day: key, cost: said(size), calls: format.number(calls) })}
            </span>
            <span
              aria-hidden
              className="w-full min-h-px rounded-t-[2px] bg-(--s1)"
              style={{ height: `${(size / most) * 100}%` }}
            />
          </li>
        ))}
      </ol>
      <p aria-hidden className="num mt-1 flex justify-between text-sm text-fg-3">
        <span>1</span>
        <span>{t('usage.mostADay', { most: said(most) })}</span>
        <span>{days.length}</span>
      </p>
    </div>
  )
}
