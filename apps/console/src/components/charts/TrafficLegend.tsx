import { useTranslation } from '../../i18n/index.ts'
import { Marker } from '../../ui/StatusMark.tsx'
import { FAILURES, lookOf } from './outcomes.ts'
import { SuccessSwatch } from './SuccessSwatch.tsx'

export function TrafficLegend() {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 gap-y-0.5 text-sm text-fg-2">
      <li className="inline-flex items-center gap-1.5">
        <SuccessSwatch />
        {t('status.success')}
      </li>
      {FAILURES.map((failure) => (
        <li key={failure} className="inline-flex items-center gap-1.5">
          <Marker {...lookOf(failure)} />
          {t(`traffic.${failure}`)}
        </li>
      ))}
    </ul>
  )
}
