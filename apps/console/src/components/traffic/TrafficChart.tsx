import type { Metrics } from '@alcove/contract'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { useWidth } from '../../ui/useWidth.ts'
import '../charts/charts.css'
import { BASE, BOTTOM, geometryOf, HEIGHT, TOP } from './geometry.ts'
import { Releases } from './Releases.tsx'
import { TrafficAxes } from './TrafficAxes.tsx'
import { TrafficBars } from './TrafficBars.tsx'
import { TrafficTooltip } from './TrafficTooltip.tsx'

/** Calls over time: success above the line, failures below it on their own scale, releases where they happened. */
export function TrafficChart({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [ref, width] = useWidth<HTMLDivElement>()
  const [hovered, setHovered] = useState<number | null>(null)
  const geometry = geometryOf(metrics, width)
  const { points } = metrics
  // A refresh may answer with fewer points than the crosshair stood on.
  const index = hovered !== null && hovered < points.length ? hovered : null
  const point = index === null ? null : points[index]!

  const onKeyDown = (event: KeyboardEvent) => {
    const last = points.length - 1
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
    <div ref={ref} className="relative mx-gutter mb-2.5" style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          className="chart block overflow-visible rounded-tag outline-offset-4"
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
          onPointerMove={(event) =>
            setHovered(geometry.indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left))
          }
          onPointerLeave={() => setHovered(null)}
        >
          <TrafficAxes metrics={metrics} geometry={geometry} />
          <TrafficBars points={points} geometry={geometry} />
          <Releases releases={metrics.releases} geometry={geometry} />
          {index !== null && (
            <line
              x1={geometry.x(index) + geometry.bar / 2}
              x2={geometry.x(index) + geometry.bar / 2}
              y1={TOP}
              y2={BOTTOM}
              stroke="var(--text-2)"
            />
          )}
          <line x1={geometry.x(0)} x2={width - 4} y1={BASE + 0.5} y2={BASE + 0.5} className="axis" />
        </svg>
      )}
      {point && index !== null && (
        <TrafficTooltip point={point} stepSeconds={metrics.stepSeconds} x={geometry.x(index)} width={width} />
      )}
    </div>
  )
}
