import { serverNow } from '../../../clock.ts'
import type { Usage, UsageRow } from '@alcove/contract'
import { clsx } from 'clsx'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { OTHER } from './colors.ts'
import { fine, money, shortMoney } from '../../../components/money.ts'
import { PlotGrid } from './PlotGrid.tsx'
import { roundUp } from './roundUp.ts'

interface DayBarsProps {
  /** By function and day, or by the hour. */
  usage: Usage
  /** All days or hours, also those without usage. */
  times: readonly string[]
  /** Labels under the first, the middle and the last bar. */
  feet: readonly string[]
  colors: ReadonlyMap<string, string>
}

const today = () => new Date(serverNow()).toISOString().slice(0, 10)

/** Cost of each day by function, or GB-seconds where nothing has a price. */
export function DayBars({ usage, times, feet, colors }: DayBarsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { currency } = usage
  const sizeOf = (row: UsageRow) => (currency === null ? row.gbSeconds : row.cost) ?? 0
  const said = (size: number) => (currency === null ? `${fine(language, size)} GB-s` : money(language, size, currency))
  const short = (size: number) => (currency === null ? said(size) : shortMoney(language, size, currency))
  const rows = Map.groupBy(usage.items, ({ key }) => key)
  const days = times.map((key) => {
    const parts = (rows.get(key) ?? []).toSorted((a, b) => sizeOf(b) - sizeOf(a))
    return { key, parts, size: parts.reduce((sum, part) => sum + sizeOf(part), 0) }
  })
  const most = Math.max(...days.map(({ size }) => size))
  if (most === 0) return <p className="px-gutter pb-4 text-fg-2">{t('usage.nothing')}</p>
  const max = roundUp(most)
  const order = [...colors.keys()]
  const rankOf = (fn: string | null) => (order.includes(fn!) ? order.indexOf(fn!) : order.length)
  return (
    <PlotGrid max={max} format={short} feet={feet}>
      <ol
        aria-label={t(currency === null ? 'usage.perDay' : 'usage.costPerDay')}
        className="absolute inset-0 flex gap-[3px] narrow:gap-px"
      >
        {days.map(({ key, parts, size }) => {
          const calls = format.number(parts.reduce((sum, part) => sum + part.calls, 0))
          const sum = t('usage.day', { day: key, cost: said(size), calls })
          const each = parts.flatMap((part) =>
            part.function === null ? [] : `${part.function}: ${said(sizeOf(part))}`,
          )
          return (
            <li key={key} title={[sum, ...each].join('\n')} className="flex h-full min-w-0 flex-1 flex-col-reverse">
              <span className="sr-only">{sum}</span>
              {parts
                .toSorted((a, b) => rankOf(a.function) - rankOf(b.function))
                .map((part) => (
                  <span
                    key={part.function}
                    aria-hidden
                    className={clsx('w-full shrink-0', key === today() && 'opacity-60')}
                    style={{
                      height: `${(sizeOf(part) / max) * 100}%`,
                      background: colors.get(part.function!) ?? OTHER,
                    }}
                  />
                ))}
            </li>
          )
        })}
      </ol>
    </PlotGrid>
  )
}
