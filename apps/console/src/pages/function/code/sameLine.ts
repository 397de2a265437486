/** The line of `now` that is most likely line `line` of `before`: the nearest one with the same text. Lines count from 1. */
export function sameLine(before: string, now: string, line: number): number {
  const lines = now.split('\n')
  const wanted = before.split('\n')[line - 1]?.trim()
  const nearest = [...lines.keys()]
    .filter((index) => wanted !== undefined && wanted !== '' && lines[index]!.trim() === wanted)
    .toSorted((a, b) => Math.abs(a + 1 - line) - Math.abs(b + 1 - line))[0]
  return nearest === undefined ? Math.min(line, lines.length) : nearest + 1
}
