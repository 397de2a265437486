export interface Label {
  /** Where the line stands. */
  x: number
  text: string
}

export interface PlacedLabel {
  /** Left edge of the text. */
  x: number
  /** False: it would cover the label before it. */
  shown: boolean
}

/** JetBrains Mono at 10.5 px. */
const CHARACTER = 6.3
const BESIDE = 9
const GAP = 8

/** Right of their lines while there is room, else left; from left to right, each only where nothing stands yet. */
export function placeLabels(labels: readonly Label[], width: number): PlacedLabel[] {
  let free = 0
  return labels.map(({ x, text }) => {
    const length = text.length * CHARACTER
    const right = x + BESIDE + length < width
    const start = right ? x + BESIDE : x - BESIDE - length
    const shown = start >= free
    if (shown) free = (right ? start + length : x + BESIDE) + GAP
    return { x: start, shown }
  })
}
