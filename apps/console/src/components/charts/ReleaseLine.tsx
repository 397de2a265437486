interface ReleaseLineProps {
  x: number
  top: number
  bottom: number
  width: number
  label: string
}

/** An alias moved here: a dashed line, a pointer and what it moved to. The label flips sides near the right edge. */
export function ReleaseLine({ x, top, bottom, width, label }: ReleaseLineProps) {
  const flipped = x > width - label.length * 7 - 16
  return (
    <g>
      <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--text-2)" strokeDasharray="2 3" />
      <path d={`M${x - 4} ${top - 8}h8l-4 5z`} fill="var(--text-2)" />
      <text className="release" x={flipped ? x - 8 : x + 8} y={top - 2} textAnchor={flipped ? 'end' : 'start'}>
        {label}
      </text>
    </g>
  )
}
