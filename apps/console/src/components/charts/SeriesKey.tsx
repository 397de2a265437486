import { Marker } from '../../ui/StatusMark.tsx'
import type { ChartSeries } from './series.ts'

/** What a legend and a tooltip show beside the name of a series: its shape or its stroke, and its colour. */
export function SeriesKey({ color, kind, dash, shape }: Pick<ChartSeries, 'color' | 'kind' | 'dash' | 'shape'>) {
  if (shape) return <Marker shape={shape} color={color} />
  if (kind !== 'line') {
    return <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
  }
  return (
    <svg width="20" height="2" aria-hidden="true">
      <line x2="20" y1="1" y2="1" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  )
}
