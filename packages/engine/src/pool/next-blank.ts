/** Sandboxes of one kind that wait for code. */
export interface Supply {
  ready: number
  target: number
  /** Whether the memory that may be kept waiting has room for one more of the kind. */
  affordable: boolean
}

/** Which kind to start one of, or which to take one from so that there is room; by their numbers. */
export type NextBlank = { start: number } | { remove: number } | null

/**
 * Who has the fewest is next, so that every kind in demand has one before any has two: the first that waits saves a
 * start more often than the second does. For a kind that has none, one gives way that has several.
 */
export function nextBlank(supplies: readonly Supply[]): NextBlank {
  const short = [...supplies.entries()].filter(([, { ready, target }]) => ready < target)
  for (const [at, { ready, affordable }] of short.toSorted(([, a], [, b]) => a.ready - b.ready)) {
    if (affordable) return { start: at }
    if (ready > 0) continue
    const most = Math.max(...supplies.map((supply) => supply.ready))
    if (most > 1) return { remove: supplies.findIndex((supply) => supply.ready === most) }
  }
  return null
}
