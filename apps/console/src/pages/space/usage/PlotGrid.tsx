import type { ReactNode } from 'react'

interface PlotGridProps {
  /** The end of the axis. */
  max: number
  format(value: number): string
  /** Labels under the axis, from left to right. */
  feet: readonly ReactNode[]
  children: ReactNode
}

const LINES = [1, 0.5, 0]

/** Grid lines with their values on the left, and the plot between them. */
export function PlotGrid({ max, format, feet, children }: PlotGridProps) {
  return (
    <div className="px-gutter pb-3">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-2">
        <div aria-hidden className="num relative text-right text-micro text-fg-3">
          {LINES.map((share) => (
            <span
              key={share}
              className="absolute right-0 -translate-y-1/2 whitespace-nowrap"
              style={{ top: `${(1 - share) * 100}%` }}
            >
              {format(max * share)}
            </span>
          ))}
          {/* Give the column its width. */}
          {LINES.map((share) => (
            <span key={share} className="invisible block h-0 whitespace-nowrap">
              {format(max * share)}
            </span>
          ))}
        </div>
        <div className="relative h-36">
          {LINES.map((share) => (
            <span
              key={share}
              aria-hidden
              className="absolute inset-x-0 h-px bg-line"
              style={{ top: `${(1 - share) * 100}%` }}
            />
          ))}
          {children}
        </div>
        <p aria-hidden className="num col-start-2 mt-1.5 flex justify-between text-micro text-fg-3">
          {feet.map((foot, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- they have no other name
            <span key={index}>{foot}</span>
          ))}
        </p>
      </div>
    </div>
  )
}
