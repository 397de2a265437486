/** The lines of `from` start `to`. */
interface Edge {
  from: string
  to: string
}

/** The functions that would start one another in a circle with this edge, or null. */
export function circleOf(added: Edge, edges: readonly Edge[]): string[] | null {
  const seen = new Set<string>()
  const paths: string[][] = [[added.from, added.to]]
  for (const path of paths) {
    const last = path.at(-1)!
    if (last === added.from) return path
    if (seen.has(last)) continue
    seen.add(last)
    for (const { from, to } of edges) if (from === last) paths.push([...path, to])
  }
  return null
}
