/** How many lines came and went. A line that moved is neither, and one that changed is both. Takes linear time. */
export function countLines(before: string, after: string): { added: number; removed: number } {
  const left = new Map<string, number>()
  for (const line of linesOf(before)) left.set(line, (left.get(line) ?? 0) + 1)
  let added = 0
  for (const line of linesOf(after)) {
    const count = left.get(line) ?? 0
    if (count === 0) added += 1
    else left.set(line, count - 1)
  }
  return { added, removed: [...left.values()].reduce((sum, count) => sum + count, 0) }
}

/** A newline at the end begins no further line. */
function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
