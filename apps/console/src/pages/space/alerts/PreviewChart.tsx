import '../../../components/charts/charts.css'
import type { AlertPreview, PutAlert } from '@alcove/contract'
import { niceMax } from '../../../components/charts/ticks.ts'
import { timeTicks } from '../../../components/charts/scale.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { useWidth } from '../../../ui/useWidth.ts'
import { useRuleWords } from './useRuleWords.ts'

/** Pixels. */
const LEFT = 44
const TOP = 8
const PLOT = 112
const HEIGHT = 146

/** The value over the last day against the thresholds; red where the rule would have fired. */
export function PreviewChart({ preview, rule }: { preview: AlertPreview; rule: PutAlert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRuleWords()
  const [ref, width] = useWidth<HTMLDivElement>()
  const { values, firings, stepSeconds } = preview
  const { threshold, resolveThreshold, condition } = rule
  const [from, to] = [Date.parse(preview.from), Date.parse(preview.to)]
  const max = niceMax(
    values.reduce<number>((top, value) => Math.max(top, value ?? 0), Math.max(threshold, resolveThreshold ?? 0)),
  )
  const x = (time: number) => LEFT + ((time - from) / (to - from)) * Math.max(1, width - LEFT)
  const y = (value: number) => TOP + PLOT - (value / max) * PLOT
  const points = values.map((value, index) => ({ value, x: x(from + (index + 1) * stepSeconds * 1000) }))
  const line = (value: number, label: string, color: string) => (
    <g>
      <line x1={LEFT} x2={width} y1={y(value)} y2={y(value)} stroke={color} strokeDasharray="4 3" />
      <text
        x={width - 4}
        y={y(value) - 4 < TOP + 8 ? y(value) + 12 : y(value) - 4}
        textAnchor="end"
        style={{ fill: color }}
      >
        {label}
      </text>
    </g>
  )
  return (
    <div
      ref={ref}
      role="img"
      aria-label={t('alerts.previewChart', { count: firings.length })}
      className="chart mx-gutter"
      style={{ height: HEIGHT }}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT}>
          {[0, max / 2, max].map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} className="grid" />
              <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                {words.value(condition, tick)}
              </text>
            </g>
          ))}
          {firings.map((firing) => {
            const [begin, end] = [x(Date.parse(firing.from)), x(firing.to === null ? to : Date.parse(firing.to))]
            return (
              <rect
                key={firing.from}
                x={begin}
                y={TOP}
                width={Math.max(2, end - begin)}
                height={PLOT}
                fill="var(--danger)"
                fillOpacity={0.14}
              />
            )
          })}
          <path d={pathOf(points, y)} fill="none" stroke="var(--s1)" strokeWidth={1.5} strokeLinejoin="round" />
          {line(threshold, t(`alerts.fires.${rule.comparison}`), 'var(--danger)')}
          {resolveThreshold !== null && resolveThreshold !== threshold && (
            <line
              x1={LEFT}
              x2={width}
              y1={y(resolveThreshold)}
              y2={y(resolveThreshold)}
              stroke="var(--success)"
              strokeDasharray="2 3"
            />
          )}
          {timeTicks(from, to, Math.max(2, Math.floor(width / 90)))
            .filter((tick) => x(tick) > LEFT + 20 && x(tick) < width - 20)
            .map((tick) => (
              <text key={tick} x={x(tick)} y={HEIGHT - 8} textAnchor="middle">
                {format.minute(tick)}
              </text>
            ))}
        </svg>
      )}
    </div>
  )
}

/** A line with gaps where there is no value. */
function pathOf(points: readonly { value: number | null; x: number }[], y: (value: number) => number): string {
  let path = ''
  let drawing = false
  for (const { value, x } of points) {
    if (value !== null) path += `${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y(value).toFixed(1)}`
    drawing = value !== null
  }
  return path
}
