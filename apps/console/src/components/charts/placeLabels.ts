export interface Label {
  /** Position of the line. */
  x: number
  text: string
}

export interface PlacedLabel {
  /** Left edge of the text. */
  x: number
  /** False when it would cover the previous label. */
  shown: boolean
}

/** JetBrains Mono at 10.5 px. Chinese characters and signs are as wide as high. */
const CHARACTER = 6.3
const WIDE_CHARACTER = 10.5
const WIDE = /[\u2e80-\uffef]/u
const BESIDE = 9
const GAP = 8

/**
 * Puts labels to the right of their lines, or to the left without room; from left to right, and only where nothing is.
 */
export function placeLabels(labels: readonly Label[], width: number): PlacedLabel[] {
  let free = 0
  return labels.map(({ x, text }, index) => {
    const length = widthOf(text)
    const right = x + BESIDE + length < Math.min(width, (labels[index + 1]?.x ?? Infinity) - GAP)
    const start = right ? x + BESIDE : x - BESIDE - length
    const shown = start >= free
    // A line takes space too, with or without a label.
    free = (shown && right ? start + length : x) + GAP
    return { x: start, shown }
  })
}

const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (WIDE.test(character) ? WIDE_CHARACTER : CHARACTER), 0)
