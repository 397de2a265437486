import type { InvocationStatus, StartKind } from '@alcove/contract'
import { StartMark, StatusMark } from '../../ui/StatusMark.tsx'
import { ReleaseLines } from './ReleaseLines.tsx'
import { decades, decadeTicks, logPosition, timeTicks } from './scale.ts'
import './charts.css'
import { useBrush } from './useBrush.ts'
import { useWidth } from '../../ui/useWidth.ts'

export interface ScatterPoint {
  id: string
  at: number
  /** null: the call never reached an instance. */
  durationMs: number | null
  status: InvocationStatus
  start: StartKind | null
}

interface OutcomeScatterProps {
  points: readonly ScatterPoint[]
  from: number
  to: number
  releases: readonly { at: number; label: string }[]
  selected: string | undefined
  /** The chosen stretch of time, if any. */
  window: readonly [from: number, to: number] | undefined
  label: string
  formatTime(at: number): string
  onWindow(window: [from: number, to: number] | undefined): void
  onOpen(id: string): void
}

const HEIGHT = 204
const TOP = 22
const BOTTOM = 22
const LEFT = 46
const RIGHT = 8

/** Calls by time and duration (log). Drag to choose a stretch of time; click a mark to open its call. */
export function OutcomeScatter(props: OutcomeScatterProps) {
  const { points, from, to, releases, selected, window: chosen, label, formatTime } = props
  const [host, width] = useWidth<HTMLDivElement>()
  const plotWidth = Math.max(1, width - LEFT - RIGHT)
  const plotBottom = HEIGHT - BOTTOM
  const x = (at: number) => LEFT + ((at - from) / (to - from)) * plotWidth
  const domain = decades(points.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])))
  const y = (ms: number) => plotBottom - logPosition(ms, domain) * (plotBottom - TOP)

  const brush = useBrush({
    timeAt: (offset) => Math.min(to, Math.max(from, from + ((offset - LEFT) / plotWidth) * (to - from))),
    onWindow: props.onWindow,
    onClick: (offsetX, offsetY) => {
      const nearest = closest(points, (point) => Math.hypot(x(point.at) - offsetX, pointY(point) - offsetY))
      if (nearest && nearest.distance < 10) props.onOpen(nearest.point.id)
      else if (chosen) props.onWindow(undefined)
    },
  })
  const pointY = (point: ScatterPoint) => (point.durationMs === null ? plotBottom - 4 : y(point.durationMs))
  const shown = brush.dragging ?? chosen
  const visible = points.filter(({ at }) => at >= from && at <= to)
  // Failures last, so that no success covers one.
  const ordered = visible.toSorted((a, b) => Number(a.status !== 'success') - Number(b.status !== 'success'))

  return (
    <div ref={host} className="relative" style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={label}
          width={width}
          height={HEIGHT}
          className="chart absolute inset-0 cursor-crosshair touch-pan-y select-none"
          {...brush.handlers}
        >
          {decadeTicks(domain).map((tick) => (
            <g key={tick}>
              <line
                className={tick === domain[0] ? 'axis' : 'grid'}
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
                {tick < 1_000 ? `${tick} ms` : `${tick / 1_000} s`}
              </text>
            </g>
          ))}
          {timeTicks(from, to, Math.max(2, Math.floor(plotWidth / 96))).map((tick) => (
            <text key={tick} x={x(tick)} y={HEIGHT - 6} textAnchor="middle">
              {formatTime(tick)}
            </text>
          ))}
          {shown && (
            <g>
              <rect
                x={x(shown[0])}
                y={TOP}
                width={Math.max(1, x(shown[1]) - x(shown[0]))}
                height={plotBottom - TOP}
                fill="var(--accent)"
                opacity="0.1"
              />
              {shown.map((edge, index) => (
                <g key={index === 0 ? 'from' : 'to'}>
                  <line x1={x(edge)} x2={x(edge)} y1={TOP} y2={plotBottom} stroke="var(--accent)" />
                  <rect
                    x={x(edge) - 2.5}
                    y={(TOP + plotBottom) / 2 - 9}
                    width="5"
                    height="18"
                    rx="2"
                    fill="var(--accent)"
                    data-brush-edge={index}
                  />
                </g>
              ))}
            </g>
          )}
          <ReleaseLines releases={releases} x={x} top={TOP} bottom={plotBottom} width={width} />
          {ordered.map((point) => (
            <g key={point.id} opacity={point.status === 'success' ? 0.72 : 1}>
              <g transform={`translate(${x(point.at) - 5} ${pointY(point) - 5})`}>
                <g transform="translate(5 5) scale(.78) translate(-5 -5)">
                  <StatusMark status={point.status} />
                </g>
                {(point.start === 'cold' || point.start === 'prewarmed') && (
                  <g transform="translate(5 5) scale(1.3) translate(-5 -5)">
                    <StartMark start={point.start} />
                  </g>
                )}
              </g>
              {point.id === selected && (
                <circle
                  cx={x(point.at)}
                  cy={pointY(point)}
                  r="8"
                  fill="none"
                  stroke="var(--accent)"
                  strokeWidth="1.5"
                />
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}

function closest(points: readonly ScatterPoint[], distanceTo: (point: ScatterPoint) => number) {
  let best: { point: ScatterPoint; distance: number } | undefined
  for (const point of points) {
    const distance = distanceTo(point)
    if (!best || distance < best.distance) best = { point, distance }
  }
  return best
}
