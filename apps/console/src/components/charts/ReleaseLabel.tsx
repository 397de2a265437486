interface ReleaseLabelProps {
  x: number
  text: string
  /** The words stand left of the pointer: right of it the chart ends. */
  before: boolean
}

/** The pointer on top of a release's line, and what it moved to. */
export function ReleaseLabel({ x, text, before }: ReleaseLabelProps) {
  return (
    <g className="chart">
      <path d={`M${x - 4} 12h8l-4 5z`} fill="var(--text-2)" />
      <text className="release" x={before ? x - 8 : x + 8} y={18} textAnchor={before ? 'end' : 'start'}>
        {text}
      </text>
    </g>
  )
}
