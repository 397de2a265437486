import { placeLabels } from './placeLabels.ts'

interface ReleaseLinesProps {
  releases: readonly { at: number; label: string }[]
  x(at: number): number
  top: number
  bottom: number
  width: number
}

/** Where an alias moved: a dashed line, a pointer and what it moved to. What has no room says it on hover. */
export function ReleaseLines({ releases, x, top, bottom, width }: ReleaseLinesProps) {
  const marks = releases.toSorted((a, b) => a.at - b.at).map(({ at, label }) => ({ x: x(at), text: label }))
  const labels = placeLabels(marks, width)
  return marks.map((mark, index) => (
    <g key={`${mark.x}:${mark.text}`}>
      <title>{mark.text}</title>
      <line x1={mark.x} x2={mark.x} y1={top} y2={bottom} stroke="var(--text-2)" strokeDasharray="2 3" />
      <path d={`M${mark.x - 4} ${top - 8}h8l-4 5z`} fill="var(--text-2)" />
      {labels[index]!.shown && (
        <text className="release" x={labels[index]!.x} y={top - 2}>
          {mark.text}
        </text>
      )}
    </g>
  ))
}
