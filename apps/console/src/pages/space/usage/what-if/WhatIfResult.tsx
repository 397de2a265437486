import type { Statement, WhatIfAnswer } from '@alcove/contract'
import { ArrowRight } from 'lucide-react'
import { monthName, shiftedMonth } from '../../../../api/month.ts'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { money } from '../../../../components/money.ts'
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
  const paid = (amount: number) => money(language, amount, currency)
  const rows = [
    { name: t('usage.whatIf.inMonth', { name: fn, month: nameOf(month) }), ...answer.function },
    { name: t('usage.whatIf.inMonth', { name: space, month: nameOf(month) }), ...(outlook?.month ?? answer.space) },
    ...(outlook ? [{ name: t('usage.whatIf.inMonth', { name: space, month: nameOf(next) }), ...outlook.next }] : []),
  ]
  return (
    <div className="px-gutter py-2.5">
      <dl className="num grid gap-1">
        {rows.map(({ name, now, changed }) => (
          <div key={name} className="flex items-baseline gap-2">
            <dt className="cut flex-1 text-fg-2">{name}</dt>
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
