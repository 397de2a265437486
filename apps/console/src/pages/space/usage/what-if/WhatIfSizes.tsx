import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { WhatIfAnswer, WhatIfSize } from '@alcove/contract'
import { clsx } from 'clsx'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { fine, shortMoney } from '../../../../components/money.ts'

interface WhatIfSizesProps {
  answer: WhatIfAnswer
  /** null: the present one. */
  chosen: number | null
  onChoose(memoryMb: number | null): void
}

const ROW = 'grid grid-cols-[16px_minmax(0,1.3fr)_1fr_1fr_1fr] items-center gap-x-2 px-gutter'

/** Memory sizes with what the month would have cost, and how long calls would have taken. */
export function WhatIfSizes({ answer, chosen, onChoose }: WhatIfSizesProps) {
  const { t } = useTranslation()
  const { sizes, evidence } = answer
  const format = useFormat()
  if (sizes.length === 0) return <p className="px-gutter pb-4 text-fg-2">{t('usage.whatIf.noCalls')}</p>
  const present = sizes.find(({ current }) => current)!
  return (
    <>
      <div aria-hidden className={clsx(ROW, 'num h-7 border-b border-line text-right text-sm text-fg-3')}>
        <span />
        <span className="text-left">MB</span>
        <span>{t('usage.cost')}</span>
        <span>p95 ms</span>
        <span>{t('usage.whatIf.perMillion')}</span>
      </div>
      <RadioGroup
        aria-label={t('usage.whatIf.memory')}
        value={chosen ?? present.memoryMb}
        onValueChange={(next: number) => onChoose(next === present.memoryMb ? null : next)}
      >
        {sizes.map((size) => (
          <Size key={size.memoryMb} size={size} answer={answer} />
        ))}
      </RadioGroup>
      {evidence && (
        <p className="border-b border-line px-gutter py-2.5 text-sm text-fg-2">
          {evidence.coresUsed === null
            ? t('usage.whatIf.unmeasured')
            : t('usage.whatIf.measured', { cores: format.cores(evidence.coresUsed) })}{' '}
          {evidence.peakMemoryMb !== null &&
            t('usage.whatIf.peak', { peak: format.number(Math.ceil(evidence.peakMemoryMb)) })}
        </p>
      )}
    </>
  )
}

function Size({ size, answer: { currency, evidence } }: { size: WhatIfSize; answer: WhatIfAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const paid = (amount: number) => (currency === null ? '–' : shortMoney(language, amount, currency))
  const { memoryMb, current, p95Ms, fits, cost, perMillionCalls, durationFactor } = size
  const reason = fits
    ? undefined
    : t('usage.whatIf.tooSmall', { peak: format.number(Math.ceil(evidence?.peakMemoryMb ?? 0)) })
  return (
    <label
      title={reason}
      className={clsx(
        ROW,
        'num h-[34px] border-b border-line text-right has-data-checked:bg-selected has-data-checked:shadow-[inset_2px_0_0_var(--accent)]',
        fits || current ? 'cursor-pointer hover:bg-hover' : 'text-fg-3',
      )}
    >
      <Radio.Root
        value={memoryMb}
        disabled={!fits && !current}
        className="grid size-4 shrink-0 place-items-center rounded-full border border-line-input bg-raised data-checked:border-accent data-disabled:border-line-strong data-disabled:bg-sunken"
      >
        <Radio.Indicator className="size-2 rounded-full bg-accent" />
      </Radio.Root>
      <span className="cut text-left">
        {memoryMb}
        {(current || reason) && (
          <small className="ml-1.5 text-sm text-fg-3">
            {t(current ? 'usage.whatIf.now' : 'usage.whatIf.peakAbove')}
          </small>
        )}
      </span>
      <span className="font-name">{currency === null && cost > 0 ? fine(language, cost) : paid(cost)}</span>
      <span className={clsx(durationFactor > 1 && 'font-name text-warning')}>
        {p95Ms === null ? '–' : format.ms(p95Ms)}
      </span>
      <span>{perMillionCalls === null ? '–' : paid(perMillionCalls)}</span>
    </label>
  )
}
