import { type Outcome, outcomeColor } from './outcome.ts'

/** An outcome's marker, centred on a point of a drawing. Shape and colour say the same thing twice. */
export function OutcomeShape({ outcome, x, y, size = 4 }: { outcome: Outcome; x: number; y: number; size?: number }) {
  const color = outcomeColor(outcome)
  switch (outcome) {
    case 'success':
      return <circle cx={x} cy={y} r={size * 0.6} fill={color} />
    case 'functionError':
      return (
        <path
          d={`M${x - size} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`}
          stroke={color}
          strokeWidth={size * 0.5}
          fill="none"
        />
      )
    case 'timeout':
      return <path d={`M${x} ${y - size}l${size} ${2 * size}h${-2 * size}z`} fill={color} />
    case 'outOfMemory':
      return <rect x={x - size * 0.8} y={y - size * 0.8} width={size * 1.6} height={size * 1.6} fill={color} />
    case 'throttled':
      return (
        <path
          d={`M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`}
          stroke={color}
          strokeWidth={1.4}
          fill="none"
        />
      )
  }
}
