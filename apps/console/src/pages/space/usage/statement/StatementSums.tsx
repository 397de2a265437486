import type { Statement } from '@alcove/contract'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { createFormat } from '../../../../i18n/format.ts'
import { money } from '../../../../components/money.ts'

/** When, how much, and what it leads to. */
export function StatementSums({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const language = useLanguage()
  // Months of statements are UTC ones, wherever the reader is.
  const utc = createFormat(language, 'UTC')
  const { from, to, total, currency, forecast } = statement
  const paid = (amount: number) => money(language, amount, currency!)
  const facts = [
    [t('usage.bill.period'), `${utc.dateTime(from)} – ${utc.dateTime(to)} UTC`],
    [t('usage.bill.total'), total === null ? t('usage.bill.noPrices') : paid(total)],
    ...(forecast
      ? [
          [
            t('usage.forecast'),
            `${paid(forecast.cost)} (${t('usage.range', { low: paid(forecast.low), high: paid(forecast.high) })})`,
          ],
        ]
      : []),
  ]
  return (
    <dl className="num mb-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 border-y border-line py-3">
      {facts.map(([name, fact]) => (
        <div key={name} className="contents">
          <dt className="text-fg-2">{name}</dt>
          <dd className="font-name">{fact}</dd>
        </div>
      ))}
    </dl>
  )
}
