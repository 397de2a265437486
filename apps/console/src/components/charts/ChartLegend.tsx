import type { ChartSeries } from './series.ts'

export function ChartLegend({
  series,
}: {
  series: readonly Pick<ChartSeries, 'key' | 'label' | 'color' | 'kind' | 'dashed'>[]
}) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 text-sm text-fg-2">
      {series.map(({ key, label, color, kind, dashed = false }) => (
        <li key={key} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <span
            aria-hidden="true"
            className={kind === 'line' ? 'h-[2px] w-3.5' : 'size-2 rounded-[2px]'}
            style={{
              background: dashed ? `repeating-linear-gradient(90deg, ${color} 0 4px, transparent 4px 6px)` : color,
            }}
          />
          {label}
        </li>
      ))}
    </ul>
  )
}
