import type { TriggerPreviewOf } from '@alcove/contract'
import { clsx } from 'clsx'
import { Clock } from 'lucide-react'
import { useTranslation } from '../../../../../i18n/index.ts'
import { NextTick } from '../../firings/NextTick.tsx'

/** The next ten ticks in the timer's own time zone, and the change of the clocks that they meet. */
export function NextTen({ preview, dimmed = false }: { preview: TriggerPreviewOf<'timer'>; dimmed?: boolean }) {
  const { t } = useTranslation()
  const { next, clockChange } = preview
  const length = next.some(({ local }) => local.slice(17, 19) !== '00') ? 'hh:mm:ss'.length : 'hh:mm'.length
  return (
    <div className={clsx('pb-3', dimmed && 'opacity-50')}>
      {next.length === 0 && <p className="px-gutter text-fg-2">{t('triggers.nothingNext')}</p>}
      <ol>
        {next.map((tick, index) => {
          const day = tick.local.slice(0, 10)
          const isNewDay = day !== next[index - 1]?.local.slice(0, 10)
          const note = tick.shiftedFrom
            ? t('triggers.shifted', { from: tick.shiftedFrom })
            : tick.repeated && `${tick.local.slice(11, 16)} ${t(`triggers.twice.${tick.repeated}`)}`
          return (
            <li key={tick.at} className={clsx('px-gutter py-0.5', note && 'bg-warning-tint')}>
              <span className="num flex items-baseline gap-3 whitespace-nowrap" title={tick.local}>
                <span className="w-20 shrink-0 text-fg-2">{isNewDay && day}</span>
                <span className="font-name">{tick.local.slice(11, 11 + length)}</span>
                <NextTick at={tick.at} className="ml-auto text-sm text-fg-2" />
              </span>
              {note && (
                <span className="flex items-center gap-1.5 text-sm">
                  <Clock size={13} className="text-warning" />
                  {note}
                </span>
              )}
            </li>
          )
        })}
      </ol>
      {clockChange && <ClockChange change={clockChange} />}
    </div>
  )
}

function ClockChange({ change }: { change: NonNullable<TriggerPreviewOf<'timer'>['clockChange']> }) {
  const { t } = useTranslation()
  // In the timer's zone, as the ticks above.
  const day = change.local.slice(0, 10)
  const text =
    change.missing.length > 0
      ? t('triggers.missing', { times: change.missing.join(', '), day })
      : t('triggers.repeatedTimes', { times: change.twice.join(', '), day })
  return (
    <p className="mx-gutter mt-2 flex items-center gap-2 rounded-control bg-warning-tint px-2.5 py-1.5 text-sm">
      <Clock size={14} className="shrink-0 text-warning" />
      {text}
    </p>
  )
}
