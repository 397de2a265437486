/** Stripes of the parts of one bar, so that neighbours differ also without their colours. Degrees from upright. */
export const PART_STRIPES = [undefined, 45, 135, 0, 90] as const

/** A colour, with stripes if there is an angle, as a CSS background: what `Stripes` is in an SVG. */
export function stripedFill(color: string, angle: number | undefined): string {
  if (angle === undefined) return color
  const pale = `color-mix(in srgb, ${color} 25%, transparent)`
  return `repeating-linear-gradient(${angle + 90}deg, ${color} 0 2px, ${pale} 2px 4px)`
}
