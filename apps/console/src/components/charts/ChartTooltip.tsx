import { SeriesKey } from './SeriesKey.tsx'
import type { ChartRow, ChartSeries } from './series.ts'

interface ChartTooltipProps {
  row: ChartRow | undefined
  series: readonly ChartSeries[]
  formatMoment(at: number): string
  formatValue(value: number): string
}

/** All series at the crosshair, including those without a value there. */
export function ChartTooltip({ row, series, formatMoment, formatValue }: ChartTooltipProps) {
  if (!row) return null
  return (
    <div className="num min-w-[168px] rounded-field border border-line-strong bg-raised px-2.5 py-2 text-[12px]/[18px] text-fg shadow-float">
      <p className="font-name">{formatMoment(row.at)}</p>
      {series.map((each) => {
        const value = row[each.key]
        return (
          <p key={each.key} className="flex items-center justify-between gap-5">
            <span className="inline-flex items-center gap-1.5 text-fg-2">
              <SeriesKey {...each} />
              {each.label}
            </span>
            {value == null ? '–' : formatValue(value)}
          </p>
        )
      })}
    </div>
  )
}
