/** Prewarmed sandboxes of one kind. */
export interface Supply {
  ready: number
  target: number
  /** Whether the memory for prewarmed sandboxes has room for one more of this kind. */
  affordable: boolean
}

/** The index of the kind to start one of, or to remove one of to make room. */
export type NextRefill = { start: number } | { remove: number } | null

/**
 * The kind with the fewest comes first, so that every kind in demand has one before any has two: the first saves a start
 * more often than the second. If a kind has none and there is no room, the kind that has several loses one.
 */
export function nextRefill(supplies: readonly Supply[]): NextRefill {
  const short = [...supplies.entries()].filter(([, { ready, target }]) => ready < target)
  for (const [at, { ready, affordable }] of short.toSorted(([, a], [, b]) => a.ready - b.ready)) {
    if (affordable) return { start: at }
    if (ready > 0) continue
    const most = Math.max(...supplies.map((supply) => supply.ready))
    if (most > 1) return { remove: supplies.findIndex((supply) => supply.ready === most) }
  }
  return null
}
