interface BrushAreaProps {
  area: { start: number; end: number } | undefined
  /** Distances of the plot from the edges of the chart, in CSS pixels. */
  left: number
  right: number
}

/** The stretch that is being dragged, over a chart that is positioned. */
export function BrushArea({ area, left, right }: BrushAreaProps) {
  if (!area) return null
  const plot = `(100% - ${left + right}px)`
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/10"
      style={{
        left: `calc(${left}px + ${plot} * ${area.start})`,
        width: `calc(${plot} * ${area.end - area.start})`,
      }}
    />
  )
}
