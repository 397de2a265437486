interface StripesProps {
  id: string
  color: string
  /** Degrees from upright. */
  angle?: number
}

/** A pattern of an SVG, for parts that differ from their neighbours also without their colours. */
export function Stripes({ id, color, angle = 45 }: StripesProps) {
  return (
    <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform={`rotate(${angle})`}>
      <rect width="4" height="4" fill={color} opacity="0.25" />
      <rect width="2" height="4" fill={color} />
    </pattern>
  )
}
