import { LIMITS } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { whatIfQuery } from '../../../api/usage.ts'
import { money } from '../../../components/money.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { isWithin } from './settings.ts'

interface MemoryHintProps {
  space: string
  fn: string
  /** As typed. */
  memoryMb: number
}

/** Which sizes there are, and what a million calls would cost with this one, as the calls of the last 30 days were. */
export function MemoryHint({ space, fn, memoryMb }: MemoryHintProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const hidden = usePermission(space)('usage:read') !== undefined
  const asked = useDeferredValue(memoryMb)
  const enabled = !hidden && isWithin(asked, LIMITS.memoryMb)
  const { data } = useQuery({ ...whatIfQuery(space, { function: fn, memoryMb: asked }), enabled })
  const range = t('fn.config.range', LIMITS.memoryMb)
  const size = data?.sizes.find((each) => each.memoryMb === memoryMb)
  const now = data?.sizes.find(({ current }) => current)
  if (!size || !now || data?.currency == null || size.perMillionCalls === null || now.perMillionCalls === null)
    return range
  const paid = (cost: number) => money(language, cost, data.currency!)
  const cost = { cost: paid(size.perMillionCalls), now: paid(now.perMillionCalls) }
  return (
    <>
      {range}{' '}
      <span className="num text-fg-2">
        {t(size.current ? 'fn.config.perMillion' : 'fn.config.perMillionThen', cost)}
      </span>
      {!size.fits && (
        <span className="text-warning">
          {' '}
          {t('fn.config.belowPeak', { peak: Math.ceil(data.evidence?.peakMemoryMb ?? 0) })}
        </span>
      )}
    </>
  )
}
