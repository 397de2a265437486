import { WhatIfQuestion, type WhatIfAnswer, type WhatIfLimit } from '@alcove/contract'
import { useId } from 'react'
import type { WhatIfAsked } from '../../../../api/usage.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { controlClass } from '../../../../ui/Field.tsx'

const FIELDS = ['perGbSecond', 'perMillionCalls', 'callsPercent', 'executionsPerDay'] as const
type FieldName = (typeof FIELDS)[number]

export type Typed = Readonly<Partial<Record<FieldName, string>>>
export const NOTHING_TYPED: Typed = {}

/** The question that was typed, without what does not make sense. */
export function askedOf(typed: Typed): { asked: WhatIfAsked; wrong: ReadonlySet<FieldName> } {
  const wrong = new Set<FieldName>()
  const asked: { prices: Record<string, number>; quota: Record<string, number>; callsPercent?: number } = {
    prices: {},
    quota: {},
  }
  for (const field of FIELDS) {
    const text = typed[field]?.trim() ?? ''
    if (text === '') continue
    const value = Number(text)
    const group = groupOf(field)
    const part = group === null ? { [field]: value } : { [group]: { [field]: value } }
    if (!WhatIfQuestion.safeParse(part).success) wrong.add(field)
    else if (group === null) asked.callsPercent = value
    else asked[group][field] = value
  }
  return { asked, wrong }
}

function groupOf(field: FieldName): 'prices' | 'quota' | null {
  if (field === 'callsPercent') return null
  return field === 'executionsPerDay' ? 'quota' : 'prices'
}

interface WhatIfFieldsProps {
  typed: Typed
  wrong: ReadonlySet<FieldName>
  answer: WhatIfAnswer
  onChange(typed: Typed): void
}

/** Other prices, other traffic, another limit. Empty: as it was. */
export function WhatIfFields({ typed, wrong, answer, onChange }: WhatIfFieldsProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className="grid gap-1.5 border-b border-line px-gutter py-2.5">
      {FIELDS.map((field) => (
        <div key={field} className="grid grid-cols-[minmax(0,1fr)_132px] items-center gap-x-3">
          <label htmlFor={`${id}-${field}`} className="text-fg-2">
            {t(`usage.whatIf.field.${field}`)}
          </label>
          <input
            id={`${id}-${field}`}
            inputMode="decimal"
            aria-invalid={wrong.has(field) || undefined}
            placeholder={field === 'callsPercent' ? '100' : t('usage.whatIf.same')}
            className={`${controlClass} num h-7 text-right narrow:h-9`}
            value={typed[field] ?? ''}
            onChange={(event) => onChange({ ...typed, [field]: event.target.value })}
          />
          {wrong.has(field) && (
            <p role="alert" className="col-span-full text-right text-sm text-danger">
              {t('usage.whatIf.badNumber')}
            </p>
          )}
        </div>
      ))}
      {answer.quotas.map((quota) => (
        <Passed key={quota.limit} {...quota} />
      ))}
    </div>
  )
}

function Passed({ suspensions, refusedCalls, most }: WhatIfAnswer['quotas'][number] & { limit: WhatIfLimit }) {
  const { t } = useTranslation()
  const amounts = { count: suspensions, calls: Math.round(refusedCalls), most: Math.round(most) }
  return (
    <p className={suspensions > 0 ? 'text-sm text-warning' : 'text-sm text-fg-2'}>
      {t(suspensions > 0 ? 'usage.whatIf.suspended' : 'usage.whatIf.neverReached', amounts)}
    </p>
  )
}
