import type { Statement, WhatIfAnswer } from '@alcove/contract'
import { ArrowRight } from 'lucide-react'
import { monthName, shiftedMonth } from '../../../../api/month.ts'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { shortMoney } from '../../../../components/money.ts'
import { outlookOf } from './outlook.ts'

interface WhatIfResultProps {
  fn: string
  space: string
  month: string
  answer: WhatIfAnswer
  statement: Statement | undefined
  budget: number | null
}

/** What the change would come to: of the function, of the space this month and the next. */
export function WhatIfResult({ fn, space, month, answer, statement, budget }: WhatIfResultProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency } = answer
  if (currency === null || answer.function === null) return null
  const outlook = statement && outlookOf(answer, statement)
  const nameOf = (of: string) => monthName(language, of, {})
  const next = shiftedMonth(month, 1)
  const paid = (amount: number) => shortMoney(language, amount, currency)
  const rows = [
    { key: 'function', name: fn, of: month, ...answer.function },
    { key: 'space', name: space, of: month, ...(outlook?.month ?? answer.space) },
    ...(outlook ? [{ key: 'next', name: space, of: next, ...outlook.next }] : []),
  ]
  return (
    <div className="px-gutter py-2.5">
      <dl className="num grid grid-cols-1 gap-1">
        {rows.map(({ key, name, of, now, changed }) => (
          <div key={key} className="flex items-baseline gap-2">
            <dt className="flex min-w-0 flex-1 gap-1.5 text-fg-2">
              <span className="cut">{name}</span>
              <span className="shrink-0 text-fg-3">{nameOf(of)}</span>
            </dt>
            <dd className="flex items-center gap-1.5 whitespace-nowrap">
              <span className="text-fg-3">{paid(now)}</span>
              <ArrowRight size={13} className="text-fg-3" aria-label={t('usage.whatIf.becomes')} />
              <b className="font-name">{paid(changed)}</b>
            </dd>
          </div>
        ))}
      </dl>
      {outlook && budget !== null && (
        <p className="mt-2 text-sm text-fg-2">
          {[
            { of: month, over: outlook.month.changed - budget },
            { of: next, over: outlook.next.changed - budget },
          ]
            .map(({ of, over }) =>
              over > 0
                ? t('usage.whatIf.passes', { month: nameOf(of), over: paid(over) })
                : t('usage.whatIf.keeps', { month: nameOf(of) }),
            )
            .join(' ')}
        </p>
      )}
    </div>
  )
}
