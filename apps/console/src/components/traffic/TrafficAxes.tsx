import type { Metrics } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { timeTicks } from '../charts/scale.ts'
import { BASE, BOTTOM, type Geometry, LEFT, TOP } from './geometry.ts'

const DAY = 86_400_000

export function TrafficAxes({ metrics, geometry }: { metrics: Metrics; geometry: Geometry }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { width, maxSuccess, maxFailures } = geometry
  const from = Date.parse(metrics.from)
  const to = Date.parse(metrics.to)
  const label = to - from > 2 * DAY ? format.shortDay : format.minute
  const lines = [
    { y: TOP, value: maxSuccess },
    { y: (TOP + BASE) / 2, value: maxSuccess / 2 },
    { y: (BASE + BOTTOM) / 2, value: maxFailures / 2 },
    { y: BOTTOM, value: maxFailures },
  ]
  return (
    <>
      {lines.map(({ y, value }) => {
        const { value: number, unit } = format.compact(value)
        return (
          <g key={y}>
            <line className="grid" x1={LEFT} x2={width - 4} y1={y} y2={y} />
            <text x={LEFT - 8} y={y + 4} textAnchor="end">
              {number}
              {unit}
            </text>
          </g>
        )
      })}
      {timeTicks(from, to, Math.max(2, Math.floor(width / 70)))
        .map((tick) => ({ tick, x: geometry.timeX(tick) }))
        // The last label is "now"; one that would touch it, or the axis, is left out.
        .filter(({ x }) => x > LEFT + 12 && x < width - 60)
        .map(({ tick, x }) => (
          <text key={tick} x={x} y={BOTTOM + 19} textAnchor="middle">
            {label(tick)}
          </text>
        ))}
      <text x={width - 4} y={BOTTOM + 19} textAnchor="end">
        {t('traffic.now')}
      </text>
    </>
  )
}
