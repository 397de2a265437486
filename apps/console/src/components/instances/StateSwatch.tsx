import type { TimelineSegment } from '@alcove/contract'
import { useId } from 'react'
import { Hatch, Stretch } from './Stretch.tsx'
import { ROW } from './look.ts'

/** A state as the timeline draws it, next to its word. */
export function StateSwatch({ state }: { state: TimelineSegment['state'] }) {
  const hatch = useId()
  return (
    <svg width="12" height="16" viewBox={`0 4 12 ${ROW - 8}`} aria-hidden="true" className="shrink-0">
      <Hatch id={hatch} />
      <Stretch state={state} x={0} width={12} hatch={hatch} />
    </svg>
  )
}
