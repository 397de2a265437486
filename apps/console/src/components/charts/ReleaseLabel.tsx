/** The pointer on top of a release's line, and what it moved to. */
export function ReleaseLabel({ x, text }: { x: number; text: string }) {
  return (
    <g className="chart">
      <path d={`M${x - 4} 12h8l-4 5z`} fill="var(--text-2)" />
      <text className="release" x={x + 8} y={18}>
        {text}
      </text>
    </g>
  )
}
