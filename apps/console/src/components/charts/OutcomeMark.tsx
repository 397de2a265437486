import type { Outcome } from './outcome.ts'
import { OutcomeShape } from './OutcomeShape.tsx'

/** The marker beside a word or a number. `cold`: a ring, which can be around any of them. */
export function OutcomeMark({ outcome }: { outcome: Outcome | 'cold' }) {
  return (
    <svg width="10" height="10" aria-hidden="true">
      {outcome === 'cold' ? (
        <circle cx="5" cy="5" r="3.6" fill="none" stroke="var(--o-cold)" strokeWidth="1.5" />
      ) : (
        <OutcomeShape outcome={outcome} x={5} y={5} size={outcome === 'success' ? 6 : 4} />
      )}
    </svg>
  )
}
