import type { ServiceEdge, ServiceGraph, ServiceReach } from '@alcove/contract'

export interface GraphRow {
  key: string
  depth: number
  /** A function that is called, or a bucket or host that one uses. */
  to: ServiceEdge | ServiceReach
  /** Its calls are listed further up: the graph has a loop, or it has several callers. */
  again: boolean
}

/** The graph as a tree: what a function calls and uses is listed once, at the first place where it appears. */
export function graphRows({ edges, reaches }: ServiceGraph): GraphRow[] {
  const from = Map.groupBy(edges, (edge) => edge.from ?? '')
  const used = Map.groupBy(reaches, (reach) => reach.from)
  const listed = new Set<string>()
  const rows: GraphRow[] = []
  const add = (edge: ServiceEdge, depth: number, path: string) => {
    const key = `${path} ${edge.trigger}/${edge.function}`
    const inner = from.get(edge.function) ?? []
    const uses = used.get(edge.function) ?? []
    const again = listed.has(edge.function)
    rows.push({ key, depth, to: edge, again: again && inner.length + uses.length > 0 })
    if (again) return
    listed.add(edge.function)
    for (const each of inner) add(each, depth + 1, key)
    for (const to of uses) {
      rows.push({ key: `${key} ${to.kind}/${to.name}`, depth: depth + 1, to, again: false })
    }
  }
  for (const edge of from.get('') ?? []) add(edge, 0, '')
  // Calls whose caller was not itself called in the range.
  for (const edge of edges) if (edge.from !== null && !listed.has(edge.from)) add(edge, 0, edge.from)
  return rows
}
