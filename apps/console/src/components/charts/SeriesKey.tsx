import { Marker } from '../../ui/StatusMark.tsx'
import { stripedFill } from '../../ui/stripes.ts'
import type { ChartSeries } from './series.ts'

type SeriesKeyProps = Pick<ChartSeries, 'color' | 'kind' | 'dash' | 'shape' | 'stripes'>

/** What a legend and a tooltip show beside the name of a series: its shape or its stroke, and its colour. */
export function SeriesKey({ color, kind, dash, shape, stripes }: SeriesKeyProps) {
  if (kind !== 'line') {
    return (
      <>
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-[2px]"
          style={{ background: stripedFill(color, stripes) }}
        />
        {shape && <Marker shape={shape} color={color} />}
      </>
    )
  }
  return (
    <svg width="20" height="2" aria-hidden="true">
      <line x2="20" y1="1" y2="1" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  )
}
