import type { InvocationStatus, StartKind } from '@alcove/contract'
import { StartMark, StatusMark } from '../../ui/StatusMark.tsx'

interface OutcomePointProps {
  x: number
  y: number
  point: { status: InvocationStatus; start: StartKind | null }
  selected: boolean
}

/** One call: the marker of its outcome, with a ring if it started its instance. */
export function OutcomePoint({ x, y, point: { status, start }, selected }: OutcomePointProps) {
  return (
    <g opacity={status === 'success' ? 0.72 : 1}>
      <g transform={`translate(${x - 5} ${y - 5})`}>
        <g transform="translate(5 5) scale(.78) translate(-5 -5)">
          <StatusMark status={status} />
        </g>
        {(start === 'cold' || start === 'prewarmed') && (
          <g transform="translate(5 5) scale(1.3) translate(-5 -5)">
            <StartMark start={start} />
          </g>
        )}
      </g>
      {selected && <circle cx={x} cy={y} r="8" fill="none" stroke="var(--accent)" strokeWidth="1.5" />}
    </g>
  )
}
