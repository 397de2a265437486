import { useTranslation } from '../../i18n/index.ts'
import { FAILURES, lookOf } from './outcomes.ts'
import { SeriesKey } from './SeriesKey.tsx'

export function TrafficLegend() {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 gap-y-0.5 text-sm text-fg-2">
      {(['success', ...FAILURES] as const).map((outcome) => (
        <li key={outcome} className="inline-flex items-center gap-1.5">
          <SeriesKey {...lookOf(outcome)} />
          {t(`traffic.${outcome}`)}
        </li>
      ))}
    </ul>
  )
}
