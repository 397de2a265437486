import './charts.css'
import type { Metrics } from '@alcove/contract'
import { clsx } from 'clsx'
import { type KeyboardEvent, useId, useState } from 'react'
import { Bar, CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Stripes } from '../../ui/Stripes.tsx'
import { useNow } from '../../ui/Time.tsx'
import { useWidth } from '../../ui/useWidth.ts'
import { BrushArea } from './BrushArea.tsx'
import { useStepBrush } from './useStepBrush.ts'
import { quietAxis } from './axis.ts'
import { COUNTS, FAILURES, lookOf } from './outcomes.ts'
import { ReleaseLines } from './ReleaseLines.tsx'
import type { ReleaseMark } from './releaseMarks.ts'
import { timeTicks } from './scale.ts'
import { niceMax } from './ticks.ts'
import { TrafficTooltip } from './TrafficTooltip.tsx'
import { TRAFFIC_HEIGHT } from './trafficHeight.ts'

/** Pixels around the plot, and of the plot above and below the base line. */
const LEFT = 40
const RIGHT = 4
const TOP = 24
const ABOVE = 102
const BELOW = 59
/** The smallest bar of a count above zero. */
const LOWEST = { success: 1, failure: 1.5 }
const DAY = 86_400_000

export interface TrafficChartProps {
  metrics: Metrics
  releases: readonly ReleaseMark[]
  /** A stretch was dragged. */
  onWindow?: (window: [from: number, to: number]) => void
  /** A bar was clicked, or Enter pressed on it. */
  onStep?: (window: [from: number, to: number]) => void
}

/** Calls over time: successes above the line, failures below it on their own scale, and releases. */
export default function TrafficChart({ metrics, releases, onWindow, onStep }: TrafficChartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [ref, width] = useWidth<HTMLDivElement>()
  const id = useId()
  const [hovered, setHovered] = useState<number | null>(null)
  const { points } = metrics
  // A refresh may return fewer points, so the crosshair's index may no longer exist.
  const index = hovered !== null && hovered < points.length ? hovered : null
  const point = index === null ? null : points[index]!

  const from = Date.parse(points[0]?.time ?? metrics.from)
  const to = Date.parse(metrics.to)
  const step = Math.max(1, width - LEFT - RIGHT) / Math.max(1, points.length)
  const stepMs = metrics.stepSeconds * 1000
  const brush = useStepBrush({
    from,
    to: from + points.length * stepMs,
    stepMs,
    left: LEFT,
    width: () => width - LEFT - RIGHT,
    onWindow,
    onStep,
  })
  const endsNow = useNow() - to < Math.max(60_000, stepMs)
  const maxSuccess = niceMax(Math.max(0, ...points.map((one) => one.statuses.success)))
  const maxFailures = niceMax(
    Math.max(0, ...points.map((one) => FAILURES.reduce((sum, failure) => sum + COUNTS[failure](one), 0))),
  )
  // Both scales share one axis in pixels: failures are negative.
  const rows = points.map((one) => ({
    at: Date.parse(one.time),
    success: height(one.statuses.success, maxSuccess, ABOVE, LOWEST.success),
    ...Object.fromEntries(
      FAILURES.map((failure) => [failure, -height(COUNTS[failure](one), maxFailures, BELOW, LOWEST.failure)]),
    ),
  }))
  const axisLabel = (y: number) => {
    const { value, unit } = format.compact(y > 0 ? (y / ABOVE) * maxSuccess : (-y / BELOW) * maxFailures)
    return `${value}${unit}`
  }
  const time = to - from > 2 * DAY ? format.shortDay : format.minute
  const ticks = timeTicks(from, to, Math.max(2, Math.floor(width / 70)))
    .map((tick) => ({ tick, x: LEFT + ((tick - from) / Math.max(1, to - from)) * (width - LEFT - RIGHT) }))
    // The last label is "now". Leave out labels that would touch it or the axis.
    .filter(({ x }) => x > LEFT + 12 && x < width - 60)

  const onKeyDown = (event: KeyboardEvent) => {
    const last = points.length - 1
    if (event.key === 'Enter' && point && onStep) {
      const at = Date.parse(point.time)
      return onStep([at, at + stepMs])
    }
    const next = {
      ArrowLeft: Math.max(0, (index ?? last + 1) - 1),
      ArrowRight: Math.min(last, (index ?? -1) + 1),
      Home: 0,
      End: last,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    setHovered(next)
  }

  return (
    <div
      ref={ref}
      style={{ height: TRAFFIC_HEIGHT }}
      className={clsx(
        'chart relative mx-gutter mb-2.5 rounded-tag outline-offset-4',
        onWindow && 'cursor-crosshair touch-pan-y select-none',
      )}
      role="slider"
      tabIndex={0}
      aria-label={t('traffic.chart', { step: format.duration(metrics.stepSeconds * 1000) })}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, points.length - 1)}
      aria-valuenow={index ?? Math.max(0, points.length - 1)}
      aria-valuetext={
        point
          ? t('traffic.pointSays', {
              time: format.dateTime(point.time),
              calls: format.number(point.invocations),
              errors: format.number(point.errors),
            })
          : t('traffic.rangeSays', {
              calls: format.number(metrics.total.invocations),
              errors: format.number(metrics.total.errors),
            })
      }
      onKeyDown={onKeyDown}
      onBlur={() => setHovered(null)}
      {...brush.handlers}
      onPointerMove={(event) => {
        brush.handlers.onPointerMove?.(event)
        const offset = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT
        setHovered(Math.min(points.length - 1, Math.max(0, Math.floor(offset / step))))
      }}
      onPointerLeave={() => setHovered(null)}
    >
      {width > 0 && (
        <ComposedChart
          width={width}
          height={TRAFFIC_HEIGHT}
          data={rows}
          stackOffset="sign"
          accessibilityLayer={false}
          margin={{ top: TOP, right: RIGHT, bottom: TRAFFIC_HEIGHT - TOP - ABOVE - BELOW, left: 0 }}
          barCategoryGap={step > 5 ? 1 : 0.5}
          // The box around it has the pointer and the focus.
          className="pointer-events-none"
        >
          {FAILURES.map((failure) => (
            <Stripes
              key={failure}
              id={`${id}${failure}`}
              color={lookOf(failure).color}
              angle={lookOf(failure).stripes}
            />
          ))}
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis dataKey="at" hide />
          <YAxis
            {...quietAxis}
            width={LEFT}
            domain={[-BELOW, ABOVE]}
            ticks={[ABOVE, ABOVE / 2, -BELOW / 2, -BELOW]}
            interval={0}
            tickFormatter={axisLabel}
          />
          <Bar dataKey="success" stackId="calls" fill="var(--bar)" isAnimationActive={false} />
          {FAILURES.map((failure) => {
            const { color, stripes } = lookOf(failure)
            const fill = stripes === undefined ? color : `url(#${id}${failure})`
            return <Bar key={failure} dataKey={failure} stackId="calls" fill={fill} isAnimationActive={false} />
          })}
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <ReleaseLines releases={releases} from={from} to={to} />
          {ticks.map(({ tick, x }) => (
            <text key={tick} x={x} y={TRAFFIC_HEIGHT - 6} textAnchor="middle">
              {time(tick)}
            </text>
          ))}
          <text x={width - RIGHT} y={TRAFFIC_HEIGHT - 6} textAnchor="end">
            {endsNow ? t('traffic.now') : time(to)}
          </text>
          {index !== null && <ReferenceLine x={rows[index]!.at} stroke="var(--text-2)" />}
        </ComposedChart>
      )}
      <BrushArea area={brush.area} left={LEFT} right={RIGHT} />
      {point && index !== null && !brush.area && (
        <TrafficTooltip point={point} stepSeconds={metrics.stepSeconds} x={LEFT + index * step} width={width} />
      )}
    </div>
  )
}

/** Width of a bar in pixels. */
function height(count: number, max: number, room: number, lowest: number): number {
  return count === 0 ? 0 : Math.max(lowest, (count / max) * room)
}
