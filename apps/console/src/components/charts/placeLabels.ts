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

/** Right of their lines while there is room, else left; from left to right, each only where nothing else stands. */
export function placeLabels(labels: readonly Label[], width: number): PlacedLabel[] {
  let free = 0
  return labels.map(({ x, text }, index) => {
    const length = text.length * CHARACTER
    const right = x + BESIDE + length < Math.min(width, (labels[index + 1]?.x ?? Infinity) - GAP)
    const start = right ? x + BESIDE : x - BESIDE - length
    const shown = start >= free
    // The line itself takes its place, labelled or not.
    free = (shown && right ? start + length : x) + GAP
    return { x: start, shown }
  })
}
