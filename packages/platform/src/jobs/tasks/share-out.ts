/** Tasks of one function that are due. */
export interface Queue {
  spaceId: string
  functionId: string
  /** Running now, on all servers. */
  running: number
  /** The most that may run. */
  max: number
}

/**
 * Shares `free` places out: the space with the fewest running tasks comes first, and in it the function with the fewest.
 * @returns how many tasks of each function may start
 */
export function shareOut(queues: readonly Queue[], free: number): Map<string, number> {
  const spaces = new Map<string, { running: number; open: { queue: Queue; given: number }[] }>()
  for (const queue of queues) {
    let space = spaces.get(queue.spaceId)
    if (!space) spaces.set(queue.spaceId, (space = { running: 0, open: [] }))
    space.running += queue.running
    if (queue.running < queue.max) space.open.push({ queue, given: 0 })
  }
  const shares = new Map<string, number>()
  for (let left = free; left > 0; left--) {
    let poorest: { running: number; open: { queue: Queue; given: number }[] } | null = null
    for (const space of spaces.values()) {
      if (space.open.length > 0 && (poorest === null || space.running < poorest.running)) poorest = space
    }
    if (poorest === null) break
    let next = poorest.open[0]!
    for (const each of poorest.open) {
      if (each.queue.running + each.given < next.queue.running + next.given) next = each
    }
    next.given += 1
    poorest.running += 1
    shares.set(next.queue.functionId, next.given)
    if (next.queue.running + next.given >= next.queue.max) poorest.open = poorest.open.filter((each) => each !== next)
  }
  return shares
}
