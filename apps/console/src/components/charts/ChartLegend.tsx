import { SeriesKey } from './SeriesKey.tsx'
import type { ChartSeries } from './series.ts'

export function ChartLegend({ series }: { series: readonly ChartSeries[] }) {
  return (
    <ul className="flex min-w-0 flex-wrap items-center gap-x-3.5 text-sm text-fg-2">
      {series.map((each) => (
        <li key={each.key} className="inline-flex max-w-full min-w-0 items-center gap-1.5">
          <SeriesKey {...each} />
          <span className="cut">{each.label}</span>
        </li>
      ))}
    </ul>
  )
}
