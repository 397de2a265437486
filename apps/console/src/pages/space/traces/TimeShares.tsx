import type { Trace } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { PART_STRIPES, stripedFill } from '../../../ui/stripes.ts'
import { colorOf } from './colorOf.ts'
import { timeShares } from './timeShares.ts'

/** Where the time went, in one bar: starts, each function's own time, and waiting. */
export function TimeShares({ trace }: { trace: Trace }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shares = timeShares(trace)
  const total = shares.reduce((sum, { ms }) => sum + ms, 0)
  const functions = [...new Set(trace.calls.map((call) => call.function))]
  const colors = { start: 'var(--o-cold)', waiting: 'var(--o-throttled)' }
  const shown = shares.map((share, index) => ({
    ...share,
    label: share.of === 'function' ? share.name : t(`traces.share.${share.of}`),
    fill: stripedFill(
      share.of === 'function' ? colorOf(functions, share.name) : colors[share.of],
      PART_STRIPES[index % PART_STRIPES.length],
    ),
  }))
  if (total === 0) return null
  return (
    <div className="border-y border-line px-gutter py-3">
      <div aria-hidden="true" className="flex h-2.5 gap-0.5">
        {shown.map(({ label, ms, fill }) => (
          <span key={label} className="min-w-0.5 rounded-[2px]" style={{ flexGrow: ms, background: fill }} />
        ))}
      </div>
      <dl aria-label={t('traces.shares')} className="num mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {shown.map(({ label, ms, fill }) => (
          <div key={label} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: fill }} />
            <dt className="wrap-anywhere text-fg-2">{label}</dt>
            <dd className="font-name whitespace-nowrap">{format.duration(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
