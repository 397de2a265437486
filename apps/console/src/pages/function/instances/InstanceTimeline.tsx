import type { Instance } from '@alcove/contract'
import { type PointerEvent, useId } from 'react'
import { endLook, ROW } from '../../../components/instances/look.ts'
import { Hatch, Stretch } from '../../../components/instances/Stretch.tsx'
import { Marker } from '../../../ui/StatusMark.tsx'
import { SegmentTooltip } from './SegmentTooltip.tsx'
import { segmentAt, type Span, visibleSegments } from './timeline.ts'

interface InstanceTimelineProps {
  instance: Instance
  span: Span
  now: number
  /** Width of the drawing, CSS pixels. */
  width: number
  ticks: readonly number[]
  /** The segment under the pointer or the keyboard cursor, by its index among the visible ones. */
  active: number | null
  /** The window that is being dragged. */
  window: readonly [from: number, to: number] | undefined
  handlers: Record<string, (event: PointerEvent<SVGSVGElement>) => void>
  onPoint(segment: number | null): void
  /** How far lines extend beyond the drawing, to meet those of the next row. */
  bleed: number
}

/** Space next to the axis, for the mark of an end just now. */
const MARGIN = 15

/** Pixels per millisecond. */
export const scaleOf = (span: Span, width: number) => (width - MARGIN) / (span.to - span.from)

/** The smallest width of a segment, and the precision of pointing. */
const THINNEST = 2
const SLACK = 5

/** The life of one instance on the common time axis. */
export function InstanceTimeline(props: InstanceTimelineProps) {
  const { instance, span, now, width, ticks, active, window, handlers, onPoint, bleed } = props
  const scale = scaleOf(span, width)
  const x = (at: number) => (Math.min(span.to, Math.max(span.from, at)) - span.from) * scale
  const hatch = useId()
  const segments = visibleSegments(instance, span, now)
  const shown = active === null ? undefined : segments[active]
  const ended = instance.endedAt === null ? null : Date.parse(instance.endedAt)
  // Draw busy segments last: a short call must not disappear under the idle time around it.
  const ordered = segments.toSorted((a, b) => Number(a.state === 'busy') - Number(b.state === 'busy'))
  return (
    <div className="relative" style={{ width, height: ROW }}>
      <svg
        width={width}
        height={ROW}
        aria-hidden="true"
        className="absolute inset-0 cursor-crosshair touch-pan-y overflow-visible select-none"
        {...handlers}
        onPointerMove={(event) => {
          handlers['onPointerMove']?.(event)
          const offset = event.clientX - event.currentTarget.getBoundingClientRect().left
          onPoint(segmentAt(segments, span.from + offset / scale, SLACK / scale))
        }}
        onPointerLeave={() => onPoint(null)}
      >
        <Hatch id={hatch} />
        <rect width={width} height={ROW} fill="transparent" />
        {ticks.map((tick) => (
          <line key={tick} x1={x(tick)} x2={x(tick)} y1={-bleed} y2={ROW + bleed} stroke="var(--grid)" />
        ))}
        {window && (
          <rect
            x={x(window[0])}
            y={-bleed}
            width={Math.max(1, x(window[1]) - x(window[0]))}
            height={ROW + 2 * bleed}
            fill="var(--accent)"
            opacity="0.1"
          />
        )}
        {ordered.map((segment) => (
          <Stretch
            key={segment.from}
            hatch={hatch}
            state={segment.state}
            x={x(segment.from)}
            width={Math.max(THINNEST, x(segment.to) - x(segment.from))}
          />
        ))}
        {shown && (
          <rect
            x={x(shown.from) - 1}
            y={1}
            width={Math.max(THINNEST, x(shown.to) - x(shown.from)) + 2}
            height={ROW - 2}
            rx="2"
            fill="none"
            stroke="var(--text)"
          />
        )}
        {instance.end && ended !== null && ended >= span.from && ended <= span.to && (
          <g transform={`translate(${x(ended) + 3} ${ROW / 2 - 5})`}>
            <Marker {...endLook(instance.end.reason)} />
          </g>
        )}
      </svg>
      {shown && !window && <SegmentTooltip segment={shown} x={x(shown.from)} width={width} />}
    </div>
  )
}
