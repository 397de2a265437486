import { useId } from 'react'
import { Marker } from '../../ui/StatusMark.tsx'
import { Stripes } from '../../ui/Stripes.tsx'
import type { ChartSeries } from './series.ts'

type SeriesKeyProps = Pick<ChartSeries, 'color' | 'kind' | 'dash' | 'shape' | 'striped'>

/** What a legend and a tooltip show beside the name of a series: its shape or its stroke, and its colour. */
export function SeriesKey({ color, kind, dash, shape, striped }: SeriesKeyProps) {
  const id = useId()
  if (shape) return <Marker shape={shape} color={color} />
  if (striped) {
    return (
      <svg width="8" height="8" aria-hidden="true" className="shrink-0">
        <Stripes id={id} color={color} />
        <rect width="8" height="8" rx="2" fill={`url(#${id})`} />
      </svg>
    )
  }
  if (kind !== 'line') {
    return <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
  }
  return (
    <svg width="20" height="2" aria-hidden="true">
      <line x2="20" y1="1" y2="1" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  )
}
