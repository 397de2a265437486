import type { Statement, Usage, WhatIfAnswer } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { monthRange } from '../../../../api/month.ts'
import { whatIfQuery } from '../../../../api/usage.ts'
import { LinkButton } from '../../../../components/LinkButton.tsx'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { functionsQuery } from '../../../../api/functions.ts'
import { useWholeList } from '../../../../components/useWholeList.ts'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { askedOf, NOTHING_TYPED, type Typed, WhatIfFields } from './WhatIfFields.tsx'
import { WhatIfResult } from './WhatIfResult.tsx'
import { WhatIfSizes } from './WhatIfSizes.tsx'

interface WhatIfProps {
  space: string
  month: string
  /** By function. */
  usage: Usage
  statement: Statement | undefined
  budget: number | null
}

/** What the month would have cost with other memory, prices, traffic or limits. Nothing changes until it is set. */
export function WhatIf({ space, month, usage, statement, budget }: WhatIfProps) {
  const { t } = useTranslation()
  // Deleted functions have usage too, but no memory that could be set.
  const existing = useWholeList(functionsQuery(space)).data
  const functions = usage.items
    .map(({ key }) => key)
    .filter((key) => existing?.some(({ name }) => name === key) ?? true)
  const [chosen, setChosen] = useState<string | null>(null)
  const fn = chosen ?? functions[0]
  const [memoryMb, setMemory] = useState<number | null>(null)
  const [typed, setTyped] = useState<Typed>(NOTHING_TYPED)
  const fields = askedOf(typed)
  const asked = useDeferredValue({
    ...monthRange(month),
    ...(fn !== undefined && { function: fn }),
    ...(memoryMb !== null && { memoryMb }),
    ...fields.asked,
  })
  const query = useQuery({ ...whatIfQuery(space, asked), enabled: fn !== undefined && existing !== undefined })
  if (fn === undefined) {
    return (
      <Section title={t('usage.whatIf.title')}>
        <p className="px-gutter pb-4 text-fg-2">{t('usage.whatIf.nothing')}</p>
      </Section>
    )
  }
  const choose = (next: string) => {
    setChosen(next)
    setMemory(null)
  }
  return (
    <Section title={t('usage.whatIf.title')} note={<Calls answer={query.data} />}>
      <div className="px-gutter pb-3">
        <Select
          label={t('usage.function')}
          value={fn}
          options={functions.map((value) => ({ value, label: value }))}
          onChange={choose}
        />
      </div>
      <Loaded query={query} skeleton={<SkeletonRows rows={5} />}>
        {(answer) => (
          <>
            <WhatIfSizes answer={answer} chosen={memoryMb} onChoose={setMemory} />
            <WhatIfFields typed={typed} wrong={fields.wrong} answer={answer} onChange={setTyped} />
            <WhatIfResult fn={fn} space={space} month={month} answer={answer} statement={statement} budget={budget} />
            <div className="flex flex-wrap gap-2 px-gutter pb-2">
              {memoryMb !== null && (
                <LinkButton
                  {...paths.configuration(space, fn, { memory: memoryMb })}
                  icon={<SlidersHorizontal size={14} />}
                >
                  {t('usage.whatIf.set', { memory: memoryMb })}
                </LinkButton>
              )}
              {(memoryMb !== null || typed !== NOTHING_TYPED) && (
                <Button
                  variant="ghost"
                  onClick={() => {
                    setMemory(null)
                    setTyped(NOTHING_TYPED)
                  }}
                >
                  {t('usage.whatIf.reset')}
                </Button>
              )}
            </div>
            {memoryMb !== null && <p className="px-gutter pb-4 text-sm text-fg-2">{t('usage.whatIf.revision')}</p>}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Calls({ answer }: { answer: WhatIfAnswer | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  return answer && t('usage.whatIf.over', { calls: format.number(answer.calls) })
}
