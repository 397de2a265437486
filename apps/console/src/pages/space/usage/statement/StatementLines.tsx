import type { Statement, StatementLine } from '@alcove/contract'
import { Fragment } from 'react'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { money, unitPrice } from '../../../../components/money.ts'

interface Group {
  name: string
  lines: readonly StatementLine[]
  cost: number
}

/** Every line, under what it is for, and the total. */
export function StatementLines({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { lines, total, currency } = statement
  const paid = (amount: number | null) =>
    amount === null || currency === null ? '–' : money(language, amount, currency)
  const quantity = (amount: number) => amount.toLocaleString(language, { maximumFractionDigits: 3 })
  const groups = groupsOf(statement, t('usage.bill.nobody'))
  if (lines.length === 0) return <p className="text-fg-2">{t('usage.nothing')}</p>
  return (
    <div className="overflow-x-auto">
      <table aria-label={t('usage.bill.lines')} className="num w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-sm text-fg-3">
            <th scope="col" className="py-1.5 pr-3 text-left font-medium">
              {t('usage.bill.item')}
            </th>
            <th scope="col" className="px-3 text-right font-medium">
              {t('usage.bill.quantity')}
            </th>
            <th scope="col" className="px-3 text-left font-medium narrow:hidden">
              {t('usage.bill.unit')}
            </th>
            <th scope="col" className="px-3 text-right font-medium narrow:hidden">
              {t('usage.bill.unitPrice')}
            </th>
            <th scope="col" className="pl-3 text-right font-medium whitespace-nowrap">
              {t('usage.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, lines: own, cost }) => (
            <Fragment key={name}>
              <tr className="border-b border-line">
                <th scope="rowgroup" colSpan={2} className="pt-3 pb-1 text-left font-name wrap-anywhere">
                  {name}
                </th>
                <td className="narrow:hidden" colSpan={2}>
                  &nbsp;
                </td>
                <td className="pt-3 pb-1 text-right font-name">{paid(cost)}</td>
              </tr>
              {own.map((line) => (
                <tr key={line.kind} className="border-b border-line text-fg-2">
                  <td className="py-1 pr-3 pl-3">{t(`usage.bill.kind.${line.kind}`)}</td>
                  <td className="px-3 text-right whitespace-nowrap">{quantity(line.quantity)}</td>
                  <td className="px-3 whitespace-nowrap narrow:hidden">{t(`usage.bill.units.${line.unit}`)}</td>
                  <td className="px-3 text-right whitespace-nowrap narrow:hidden">
                    {line.unitPrice === null ? '' : `${unitPrice(language, line.unitPrice)} ${currency ?? ''}`}
                  </td>
                  <td className="pl-3 text-right whitespace-nowrap">{paid(line.cost)}</td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-heading">
            <th scope="row" colSpan={2} className="py-2.5 pr-3 text-left font-heading">
              {t('usage.bill.total')}
            </th>
            <td className="narrow:hidden" colSpan={2}>
              &nbsp;
            </td>
            <td className="pl-3 text-right">{paid(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** The dearest first; what is of the whole space comes last. */
function groupsOf({ lines, space, by }: Statement, nobody: string): Group[] {
  const nameOf = ({ function: fn, key }: StatementLine) => {
    if (key === null) return space
    return fn === null ? key || nobody : `${fn} · ${key || nobody}`
  }
  const groups = [...Map.groupBy(lines, nameOf)].map(([name, own]) => ({
    name,
    lines: own,
    cost: own.reduce((sum, line) => sum + line.cost, 0),
  }))
  const ofSpace = ({ name }: Group) => by !== 'space' && name === space
  return groups.toSorted((a, b) => Number(ofSpace(a)) - Number(ofSpace(b)) || b.cost - a.cost)
}
