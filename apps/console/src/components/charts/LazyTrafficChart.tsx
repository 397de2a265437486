import { lazy, Suspense } from 'react'
import type { TrafficChartProps } from './TrafficChart.tsx'
import { TRAFFIC_HEIGHT } from './trafficHeight.ts'

const TrafficChart = lazy(() => import('./TrafficChart.tsx'))

/** Appears once recharts has loaded; no page waits for it. */
export function LazyTrafficChart(props: TrafficChartProps) {
  return (
    <Suspense fallback={<div aria-busy="true" className="mx-gutter mb-2.5" style={{ height: TRAFFIC_HEIGHT }} />}>
      <TrafficChart {...props} />
    </Suspense>
  )
}
