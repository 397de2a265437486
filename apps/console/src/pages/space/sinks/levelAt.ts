/** What the lag of a sink was at a moment. */
export interface SeenLag {
  at: number
  lagSeconds: number
}

/** Lags seen for less time than this are no trend: deliveries come in batches. */
const SHORTEST_MS = 30_000

/** When a sink whose lag shrinks will have caught up, going by how fast it did so; null: nobody knows. Oldest first. */
export function levelAt(seen: readonly SeenLag[]): number | null {
  const [first, last] = [seen.at(0), seen.at(-1)]
  if (!first || !last || last.at - first.at < SHORTEST_MS || last.lagSeconds >= first.lagSeconds) return null
  const perSecond = (first.lagSeconds - last.lagSeconds) / (last.at - first.at)
  return last.at + last.lagSeconds / perSecond
}
