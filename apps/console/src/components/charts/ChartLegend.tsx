import type { ChartSeries } from './series.ts'

export function ChartLegend({ series }: { series: readonly Pick<ChartSeries, 'key' | 'label' | 'color' | 'kind'>[] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 text-sm text-fg-2">
      {series.map(({ key, label, color, kind }) => (
        <li key={key} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <span
            aria-hidden="true"
            className={kind === 'line' ? 'h-[2px] w-3.5' : 'size-2 rounded-[2px]'}
            style={{ background: color }}
          />
          {label}
        </li>
      ))}
    </ul>
  )
}
