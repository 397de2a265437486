interface StackedBarsProps {
  /** Of each bar its parts, from the foot up. */
  bars: readonly (readonly { key: string; size: number; color: string }[])[]
  /** From one bar to the next, and the bar itself. CSS pixels. */
  step: number
  width: number
  /** Where the bars stand. */
  foot: number
}

/** The bars of a sparkline or a strip, their parts one on another. */
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

/** A tenth of a pixel is exact enough, and shorter. */
const round = (value: number) => Math.round(value * 10) / 10
