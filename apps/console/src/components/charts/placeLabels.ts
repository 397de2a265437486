export interface Label {
  /** Position of the line. */
  x: number
  text: string
}

export interface PlacedLabel {
  /** Left edge of the text. */
  x: number
  /** False when it would cover another line or label. */
  shown: boolean
}

/** JetBrains Mono at 10.5 px. Chinese characters and signs are as wide as high. */
const CHARACTER = 6.3
const WIDE_CHARACTER = 10.5
const WIDE = /[\u2e80-\uffef]/u
const BESIDE = 9
const GAP = 8
/** Lines that are closer leave no room for a label: only the last of them gets one. */
const CLOSE = 12

/**
 * Puts labels to the right of their lines, or to the left without room, where nothing is. From right to left: the newest
 * matters most.
 */
export function placeLabels(labels: readonly Label[], width: number): PlacedLabel[] {
  const placed: PlacedLabel[] = labels.map(({ x }) => ({ x, shown: false }))
  let end = width
  for (let last = labels.length - 1; last >= 0;) {
    let first = last
    while (first > 0 && labels[first]!.x - labels[first - 1]!.x < CLOSE) first -= 1
    const length = widthOf(labels[last]!.text)
    const right = labels[last]!.x + BESIDE
    const left = labels[first]!.x - BESIDE - length
    const fits = right + length < end
    const shown = fits || left >= (first === 0 ? 0 : labels[first - 1]!.x + GAP)
    placed[last] = { x: fits ? right : left, shown }
    // A line takes space too, with or without a label.
    end = (shown && !fits ? left : labels[first]!.x) - GAP
    last = first - 1
  }
  return placed
}

const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (WIDE.test(character) ? WIDE_CHARACTER : CHARACTER), 0)
