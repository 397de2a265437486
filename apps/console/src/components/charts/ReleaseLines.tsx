import { usePlotArea } from 'recharts'
import { placeLabels } from './placeLabels.ts'
import type { ReleaseMark } from './releaseMarks.ts'

interface ReleaseLinesProps {
  releases: readonly ReleaseMark[]
  /** The time axis spans this width, from edge to edge of the plot. */
  from: number
  to: number
  /** False when the chart above shows the names. */
  named?: boolean
}

/** Closer moves would overlap, so only the last of them is drawn. Pixels. */
const APART = 3

/** Marks where an alias moved: a dashed line, a pointer and the new target. A label without room appears on hover. */
export function ReleaseLines({ releases, from, to, named = true }: ReleaseLinesProps) {
  const plot = usePlotArea()
  if (!plot) return null
  const marks = releases
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, label, hint = label }) => ({ x: plot.x + ((at - from) / (to - from)) * plot.width, text: label, hint }))
    .filter(({ x }, index, all) => (all[index + 1]?.x ?? Infinity) - x > APART)
  const labels = placeLabels(marks, plot.x + plot.width)
  return marks.map(({ x, text, hint }, index) => (
    <g key={`${x}:${text}`} className="chart">
      <title>{hint}</title>
      <line
        x1={x}
        x2={x}
        y1={named ? plot.y - 9 : plot.y}
        y2={plot.y + plot.height}
        stroke="var(--text-2)"
        strokeDasharray="2 3"
      />
      {named && <path d={`M${x - 4} ${plot.y - 16}h8l-4 6z`} fill="var(--text-2)" />}
      {named && labels[index]!.shown && (
        <text className="release" x={labels[index]!.x} y={plot.y - 9.5}>
          {text}
        </text>
      )}
    </g>
  ))
}
