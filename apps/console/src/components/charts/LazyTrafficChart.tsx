import type { Metrics } from '@alcove/contract'
import { lazy, Suspense } from 'react'
import { TRAFFIC_HEIGHT } from './trafficHeight.ts'

const TrafficChart = lazy(() => import('./TrafficChart.tsx'))

/** Appears once recharts has loaded; no page waits for it. */
export function LazyTrafficChart({ metrics }: { metrics: Metrics }) {
  return (
    <Suspense fallback={<div aria-busy="true" className="mx-gutter mb-2.5" style={{ height: TRAFFIC_HEIGHT }} />}>
      <TrafficChart metrics={metrics} />
    </Suspense>
  )
}
