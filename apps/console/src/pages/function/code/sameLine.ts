import { diffIndices } from 'node-diff3'

interface SameLine {
  /** From 1. */
  line: number
  /** The line itself is gone: this is where it was. */
  changed: boolean
}

/** Where line `line` of `before` is in `now`, whatever was added, removed or indented around it. */
export function sameLine(before: string, now: string, line: number): SameLine {
  const [old, lines] = [trimmed(before), trimmed(now)]
  const at = Math.min(line, old.length) - 1
  let shift = 0
  for (const { buffer1, buffer2 } of diffIndices(old, lines)) {
    if (at < buffer1[0]) break
    if (at < buffer1[0] + buffer1[1]) {
      const moved = nearest(lines, old[at]!, at + shift)
      const place = buffer2[0] + Math.min(at - buffer1[0], Math.max(buffer2[1] - 1, 0))
      return { line: Math.min(moved ?? place, lines.length - 1) + 1, changed: moved === null }
    }
    shift = buffer2[0] + buffer2[1] - buffer1[0] - buffer1[1]
  }
  return { line: at + shift + 1, changed: false }
}

const trimmed = (text: string): string[] => text.split('\n').map((line) => line.trim())

/** A line that was moved past others. Brackets alone say nothing. */
function nearest(lines: readonly string[], wanted: string, to: number): number | null {
  if (!/\w/.test(wanted)) return null
  const found = [...lines.keys()].filter((at) => lines[at] === wanted)
  return found.toSorted((a, b) => Math.abs(a - to) - Math.abs(b - to))[0] ?? null
}
