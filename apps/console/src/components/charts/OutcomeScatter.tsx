import './charts.css'
import type { InvocationStatus, StartKind } from '@alcove/contract'
import { CartesianGrid, ReferenceArea, Scatter, ScatterChart, usePlotArea, XAxis, YAxis } from 'recharts'
import { useWidth } from '../../ui/useWidth.ts'
import { quietAxis } from './axis.ts'
import { OutcomePoint } from './OutcomePoint.tsx'
import { ReleaseLines } from './ReleaseLines.tsx'
import { decades, decadeTicks, logPosition, timeTicks } from './scale.ts'
import { SCATTER_HEIGHT } from './scatterHeight.ts'
import { useBrush } from './useBrush.ts'

export interface ScatterPoint {
  id: string
  at: number
  /** Null when the call never reached an instance. */
  durationMs: number | null
  status: InvocationStatus
  start: StartKind | null
}

export interface OutcomeScatterProps {
  points: readonly ScatterPoint[]
  from: number
  to: number
  releases: readonly { at: number; label: string }[]
  selected: string | undefined
  /** The chosen time window, if any. */
  window: readonly [from: number, to: number] | undefined
  label: string
  formatTime(at: number): string
  onWindow(window: [from: number, to: number] | undefined): void
  onOpen(id: string): void
}

/** CSS pixels. */
const TOP = 22
const BOTTOM = 22
const LEFT = 46
const RIGHT = 24
const PLOT = SCATTER_HEIGHT - TOP - BOTTOM
/** Distance from the axis of calls without a duration, and how near a click must be. */
const FOOT = 4
const NEAR = 10

/** Calls by time and duration (logarithmic). Drag to choose a time window; click a mark to open its call. */
export default function OutcomeScatter(props: OutcomeScatterProps) {
  const { points, from, to, releases, selected, window: chosen, label, formatTime } = props
  const [host, width] = useWidth<HTMLDivElement>()
  const plotWidth = Math.max(1, width - LEFT - RIGHT)
  const domain = decades(points.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])))
  const foot = domain[0] * (domain[1] / domain[0]) ** (FOOT / PLOT)
  const clamped = (ms: number | null) => (ms === null ? foot : Math.min(domain[1], Math.max(domain[0], ms)))
  const x = (at: number) => LEFT + ((at - from) / (to - from)) * plotWidth
  const y = (ms: number | null) => TOP + (1 - logPosition(clamped(ms), domain)) * PLOT

  const brush = useBrush({
    timeAt: (offset) => Math.min(to, Math.max(from, from + ((offset - LEFT) / plotWidth) * (to - from))),
    onWindow: props.onWindow,
    onClick: (offsetX, offsetY) => {
      const nearest = closest(points, (point) => Math.hypot(x(point.at) - offsetX, y(point.durationMs) - offsetY))
      if (nearest && nearest.distance < NEAR) props.onOpen(nearest.point.id)
      else if (chosen) props.onWindow(undefined)
    },
  })
  const shown = brush.dragging ?? chosen
  const data = points
    .filter(({ at }) => at >= from && at <= to)
    // Draw failures last, so that no success covers one.
    .toSorted((a, b) => Number(a.status !== 'success') - Number(b.status !== 'success'))
    .map((point) => ({ ...point, shownMs: clamped(point.durationMs) }))

  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      style={{ height: SCATTER_HEIGHT }}
      className="chart relative cursor-crosshair touch-pan-y select-none"
      {...brush.handlers}
    >
      {width > 0 && (
        <ScatterChart
          width={width}
          height={SCATTER_HEIGHT}
          accessibilityLayer={false}
          margin={{ top: TOP, right: RIGHT, bottom: 0, left: 0 }}
          className="pointer-events-none"
        >
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            {...quietAxis}
            type="number"
            dataKey="at"
            domain={[from, to]}
            ticks={timeTicks(from, to, Math.max(2, Math.floor(plotWidth / 96)))}
            interval={0}
            tickFormatter={formatTime}
            axisLine={{ stroke: 'var(--line-strong)' }}
            height={BOTTOM}
          />
          <YAxis
            {...quietAxis}
            type="number"
            dataKey="shownMs"
            scale="log"
            domain={domain}
            ticks={decadeTicks(domain)}
            interval={0}
            tickFormatter={(ms: number) => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`)}
            width={LEFT}
          />
          {shown && <ReferenceArea x1={shown[0]} x2={shown[1]} fill="var(--accent)" fillOpacity={0.1} />}
          {shown && <BrushEdges edges={shown.map(x)} />}
          <ReleaseLines releases={releases} from={from} to={to} />
          <Scatter
            data={data}
            isAnimationActive={false}
            shape={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: ScatterPoint }) => (
              <OutcomePoint x={cx!} y={cy!} point={payload!} selected={payload!.id === selected} />
            )}
          />
        </ScatterChart>
      )}
    </div>
  )
}

/** The handles at both ends of the chosen window. */
function BrushEdges({ edges }: { edges: readonly number[] }) {
  const plot = usePlotArea()
  if (!plot) return null
  return edges.map((x, index) => (
    <g key={index === 0 ? 'from' : 'to'} data-brush-edge={index}>
      <line x1={x} x2={x} y1={plot.y} y2={plot.y + plot.height} stroke="var(--accent)" />
      <rect x={x - 2.5} y={plot.y + plot.height / 2 - 9} width="5" height="18" rx="2" fill="var(--accent)" />
    </g>
  ))
}

function closest(points: readonly ScatterPoint[], distanceTo: (point: ScatterPoint) => number) {
  let best: { point: ScatterPoint; distance: number } | undefined
  for (const point of points) {
    const distance = distanceTo(point)
    if (!best || distance < best.distance) best = { point, distance }
  }
  return best
}
