import './charts.css'
import { useId, useRef, useState } from 'react'
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { niceMax } from './ticks.ts'
import { ChartTooltip } from './ChartTooltip.tsx'
import { BrushArea } from './BrushArea.tsx'
import { useStepBrush } from './useStepBrush.ts'
import { axisText, quietAxis } from './axis.ts'
import { ReleaseLines } from './ReleaseLines.tsx'
import type { ChartRow, ChartSeries } from './series.ts'
import { Stripes } from '../../ui/Stripes.tsx'

interface MetricChartProps {
  label: string
  rows: readonly ChartRow[]
  series: readonly ChartSeries[]
  /** Series for the tooltip, when it lists more than this chart draws. */
  listed?: readonly ChartSeries[]
  /** Times to label on the axis; none hides the axis. */
  ticks: readonly number[]
  releases: readonly { at: number; label: string }[]
  /** Start of the first step and end of the last one. */
  from: number
  to: number
  /** Whether to show the names of releases; false when the chart above shows them. */
  named?: boolean
  /** Draws from the top down: failures under traffic, on their own scale. */
  hanging?: boolean
  /** The values may be far below one, such as costs. */
  fractions?: boolean
  /** A limit to compare the values with. */
  limit?: { value: number; label: string }
  height: number
  formatTime(at: number): string
  formatMoment(at: number): string
  formatValue(value: number): string
  stepMs: number
  /** A stretch was dragged, or a step clicked. */
  onWindow?: ((window: [from: number, to: number]) => void) | undefined
  onStep?: ((window: [from: number, to: number]) => void) | undefined
}

/** Between the plot and the edges, at least: as wide as the longest label. CSS pixels. */
const LEFT = 54
const CHARACTER = 6.4
const RIGHT = 18

/** Series over time. All charts on the page share one crosshair. */
export function MetricChart(props: MetricChartProps) {
  const {
    label,
    rows,
    series,
    listed = series,
    ticks,
    releases,
    from,
    to,
    named = true,
    hanging = false,
    fractions = false,
    limit,
    height,
  } = props
  const top = niceMax(Math.max(highest(rows, series), limit?.value ?? 0), fractions ? 0 : undefined)
  const longest = Math.max(...[top, top / 2].map((value) => props.formatValue(value).length))
  const left = Math.max(LEFT, longest * CHARACTER + 14)
  // Every chart shows the crosshair, but only the one under the pointer shows the numbers.
  const [pointed, setPointed] = useState(false)
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const brush = useStepBrush({
    from,
    to,
    stepMs: props.stepMs,
    left,
    width: () => (host.current?.clientWidth ?? 0) - left - RIGHT,
    onWindow: props.onWindow,
    onStep: props.onStep,
  })
  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      style={{ height }}
      className={props.onWindow && 'relative cursor-crosshair touch-pan-y select-none [&_*]:outline-none'}
      {...brush.handlers}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={rows as ChartRow[]}
          syncId="metrics"
          accessibilityLayer={false}
          margin={{ top: hanging ? 0 : 20, right: RIGHT, bottom: 0, left: 0 }}
          barCategoryGap="18%"
        >
          {series.map(
            ({ key, color, stripes }, index) =>
              stripes !== undefined && <Stripes key={key} id={`${id}${index}`} color={color} angle={stripes} />,
          )}
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="at"
            ticks={[...ticks]}
            hide={ticks.length === 0}
            interval={0}
            tickFormatter={props.formatTime}
            tickLine={false}
            axisLine={hanging ? false : { stroke: 'var(--line-strong)' }}
            tick={axisText}
            height={22}
            tickMargin={6}
          />
          <YAxis
            {...quietAxis}
            width={left}
            reversed={hanging}
            allowDecimals={fractions}
            tickCount={3}
            // A plain space would break the line.
            tickFormatter={(value: number) => props.formatValue(value).replace(' ', '\u00a0')}
            domain={[0, top]}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--text-2)', strokeWidth: 1, fill: 'var(--text-3)', fillOpacity: 0.12 }}
            content={({ active, label: at }) => (
              <ChartTooltip
                row={active && pointed ? rows.find((row) => row.at === at) : undefined}
                series={listed}
                formatMoment={props.formatMoment}
                formatValue={props.formatValue}
              />
            )}
          />
          {limit && (
            <ReferenceLine
              y={limit.value}
              stroke="var(--warning)"
              strokeDasharray="3 3"
              label={{ value: limit.label, position: 'insideTopRight', fill: 'var(--warning)', fontSize: 11 }}
            />
          )}
          <ReleaseLines releases={releases} from={from} to={to} named={named} />
          {series.map(({ key, color, kind, dash, stripes }, index) => {
            const common = { dataKey: key, isAnimationActive: false } as const
            if (kind === 'bar') {
              const fill = stripes !== undefined ? `url(#${id}${index})` : color
              return <Bar {...common} key={key} stackId="stack" fill={fill} maxBarSize={18} />
            }
            if (kind === 'area') {
              return (
                <Area
                  {...common}
                  key={key}
                  type="stepAfter"
                  stroke={color}
                  strokeWidth={1.5}
                  fill={color}
                  fillOpacity={0.14}
                />
              )
            }
            return (
              <Line
                {...common}
                key={key}
                type="linear"
                stroke={color}
                strokeWidth={1.5}
                strokeDasharray={dash}
                dot={({ cx, cy, index }) => (
                  <circle key={index} cx={cx} cy={cy} r={isAlone(rows, key, index) ? 2 : 0} fill={color} />
                )}
                connectNulls={false}
              />
            )
          })}
        </ComposedChart>
      </ResponsiveContainer>
      <BrushArea area={brush.area} left={left} right={RIGHT} />
    </div>
  )
}

/** The greatest value that the axis must reach: bars stand on each other. */
function highest(rows: readonly ChartRow[], series: readonly ChartSeries[]): number {
  return rows.reduce((top, row) => {
    const bars = series.reduce((sum, { key, kind }) => (kind === 'bar' ? sum + (row[key] ?? 0) : sum), 0)
    const others = series.map(({ key, kind }) => (kind === 'bar' ? 0 : (row[key] ?? 0)))
    return Math.max(top, bars, ...others)
  }, 0)
}

/** A value between two gaps: no line passes through it, so it is drawn as a point. */
function isAlone(rows: readonly ChartRow[], series: string, index: number): boolean {
  return rows[index - 1]?.[series] == null && rows[index + 1]?.[series] == null && rows[index]?.[series] != null
}
