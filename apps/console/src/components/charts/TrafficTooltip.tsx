import type { InvocationStatus, MetricPoint } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Marker, OUTCOME } from '../../ui/StatusMark.tsx'
import { lookOf } from './outcomes.ts'
import { SeriesKey } from './SeriesKey.tsx'

interface TrafficTooltipProps {
  point: MetricPoint
  stepSeconds: number
  /** Positions of the crosshair and the chart. */
  x: number
  width: number
}

const WIDTH = 184
const statuses = Object.keys(OUTCOME) as InvocationStatus[]

/** All values at the crosshair, on the side that has room. */
export function TrafficTooltip({ point, stepSeconds, x, width }: TrafficTooltipProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const from = Date.parse(point.time)
  const label = stepSeconds >= 86_400 ? format.shortDay : format.minute
  const left = x + 16 + WIDTH < width ? x + 16 : Math.max(0, x - WIDTH - 8)
  const rows = statuses.filter((status) => status === 'success' || point.statuses[status] > 0)
  return (
    <div
      style={{ left, width: WIDTH }}
      className="num pointer-events-none absolute top-8 z-10 rounded-field border border-line-strong bg-raised px-2.5 py-2 text-[12px]/[18px] shadow-float"
    >
      <div className="font-heading">
        {t('traffic.span', { from: label(from), to: label(from + stepSeconds * 1000) })}
      </div>
      {rows.map((status) => (
        <div key={status} className="flex justify-between gap-5">
          <span className="inline-flex items-center gap-1.5 text-fg-2">
            {status === 'success' ? <SeriesKey {...lookOf('success')} /> : <Marker {...OUTCOME[status]} />}
            {t(`status.${status}`)}
          </span>
          <span>{format.number(point.statuses[status])}</span>
        </div>
      ))}
      {point.durationMs.p95 !== null && (
        <div className="flex justify-between gap-5 text-fg-2">
          <span>p95</span>
          <span>{format.duration(point.durationMs.p95)}</span>
        </div>
      )}
    </div>
  )
}
