import type { TimelineSegment } from '@alcove/contract'
import { ROW, STATE_LOOK } from './look.ts'

/** The hatching of starts. Each drawing defines its own: a pattern in a hidden drawing is not painted. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.6" height="4" fill={STATE_LOOK.starting.color} />
      </pattern>
    </defs>
  )
}

interface StretchProps {
  state: TimelineSegment['state']
  x: number
  width: number
  /** Id of the drawing's own pattern. */
  hatch: string
}

/** Starting is hatched, busy tall and solid, idle low, frozen a dotted line. */
export function Stretch({ state, x, width, hatch }: StretchProps) {
  const { height, color } = STATE_LOOK[state]
  const y = (ROW - height) / 2
  if (state === 'frozen') {
    return (
      <line x1={x} x2={x + width} y1={ROW / 2} y2={ROW / 2} stroke={color} strokeWidth="1.5" strokeDasharray="2 3" />
    )
  }
  if (state === 'starting') {
    return (
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={Math.max(1, width - 1)}
        height={height - 1}
        fill={`url(#${hatch})`}
        stroke={color}
      />
    )
  }
  return <rect x={x} y={y} width={width} height={height} rx={state === 'busy' ? 1 : 0} fill={color} />
}
