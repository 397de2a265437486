import type { MetricPoint } from '@alcove/contract'
import { memo } from 'react'
import { BASE, type Geometry } from './geometry.ts'
import { FAILURES, failureCount, lookOf } from './outcomes.ts'

interface TrafficBarsProps {
  points: readonly MetricPoint[]
  geometry: Geometry
}

export const TrafficBars = memo(function TrafficBars({ points, geometry }: TrafficBarsProps) {
  return points.map((point, index) => {
    const x = geometry.x(index)
    const up = geometry.success(point.statuses.success)
    let y = BASE + 1
    return (
      <g key={point.time}>
        {up > 0 && <rect x={x} y={BASE - up} width={geometry.bar} height={up} fill="var(--bar)" />}
        {FAILURES.map((failure) => {
          const height = geometry.failures(failureCount(point.statuses, failure))
          if (height === 0) return null
          const rect = (
            <rect key={failure} x={x} y={y} width={geometry.bar} height={height} fill={lookOf(failure).color} />
          )
          y += height
          return rect
        })}
      </g>
    )
  })
})
