interface StackedBarsProps {
  /** The parts of each bar, from the bottom up. */
  bars: readonly (readonly { key: string; size: number; color: string }[])[]
  /** Distance between bars and width of a bar. CSS pixels. */
  step: number
  width: number
  /** The base line of the bars. */
  foot: number
}

/** Stacked bars of a sparkline or a strip. */
export function StackedBars({ bars, step, width, foot }: StackedBarsProps) {
  return bars.map((parts, index) => {
    let top = foot
    return parts.map(({ key, size, color }) => {
      top -= size
      const x = round(index * step)
      return (
        <rect
          key={`${x} ${key}`}
          x={x}
          y={round(Math.max(0, top))}
          width={round(width)}
          height={round(size)}
          fill={color}
        />
      )
    })
  })
}

/** A tenth of a pixel is precise enough, and makes shorter paths. */
const round = (value: number) => Math.round(value * 10) / 10
