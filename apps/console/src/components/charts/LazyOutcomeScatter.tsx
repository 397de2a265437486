import { lazy, Suspense } from 'react'
import type { OutcomeScatterProps } from './OutcomeScatter.tsx'
import { SCATTER_HEIGHT } from './scatterHeight.ts'

const OutcomeScatter = lazy(() => import('./OutcomeScatter.tsx'))

/** Appears once recharts has loaded; the list below does not wait for it. */
export function LazyOutcomeScatter(props: OutcomeScatterProps) {
  return (
    <Suspense fallback={<div aria-busy="true" style={{ height: SCATTER_HEIGHT }} />}>
      <OutcomeScatter {...props} />
    </Suspense>
  )
}
