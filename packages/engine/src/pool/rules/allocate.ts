/** A revision that needs instances. */
export interface Demand {
  space: string
  function: string
  mb: number
  count: number
  /** Monotonic milliseconds since when. Of two that hold as much, the one that has waited longer goes first. */
  since: number
  /** Whether calls wait for the instances; otherwise they are to be kept ready for later calls. */
  urgent: boolean
  /** The revision has no instance, so the calls would be refused. Other revisions of the function may have some. */
  without: boolean
}

/** A prewarmed sandbox or an idle instance that can be ended to make room. Listed in the order in which they go. */
export interface Evictable {
  /** Null for a prewarmed sandbox. */
  owner: { space: string; function: string } | null
  mb: number
  idleMs: number
}

/** Instances of one revision that could be given up as they become free. */
export interface Giver {
  space: string
  function: string
  /** Memory of each. */
  mb: number
  count: number
}

interface Shortfall {
  mb: number
  instances: number
}

export interface Room {
  freeMb: number
  freeInstances: number
  /** Starts that may begin now: more at a time make each of them slower. */
  starts: number
  /** Kept free for functions that have no instance. */
  reserveMb: number
  /** Memory that becomes free when the draining instances have ended. */
  drainingMb: number
  drainingInstances: number
}

/** Memory that spaces and functions hold now. */
export interface Holdings {
  ofSpace(space: string): number
  ofFunction(fn: string): number
}

export interface Allocation {
  /** For each demand, how many instances to start. */
  starts: number[]
  /** Indexes of the evictables to end. */
  evict: number[]
  /** Indexes of the demands that get less than they asked for because memory or instances have run out. */
  unmet: number[]
}

/** An instance that was idle for this long may be evicted by any demand. */
const LONG_IDLE_MS = 60_000

/**
 * Allocates the machine's room one instance at a time: to the space that holds least, within it to the function that
 * holds least, then to the demand that has waited longest (max-min fairness). The reserved memory and the last start
 * under way are for functions without an instance, so that no first instance waits for another function's twentieth.
 * While other groups give instances up for a demand, it reserves the free room: only first instances may use it.
 */
export function allocate(
  demands: readonly Demand[],
  room: Room,
  evictables: readonly Evictable[],
  givers: readonly Giver[],
  holdings: Holdings,
): Allocation {
  const starts = demands.map(() => 0)
  const evict: number[] = []
  const unmet = new Set<number>()
  const closed = new Set<number>()
  const given = new Map<string, number>()
  const held = (key: string, before: number) => before + (given.get(key) ?? 0)
  const spaceMb = (space: string) => held(`s:${space}`, holdings.ofSpace(space))
  const functionMb = (fn: string) => held(`f:${fn}`, holdings.ofFunction(fn))
  const add = (key: string, mb: number) => given.set(key, (given.get(key) ?? 0) + mb)
  const now: Holdings = { ofSpace: spaceMb, ofFunction: functionMb }
  let { freeMb, freeInstances, starts: startsLeft } = room
  let savedMb = 0

  for (;;) {
    const next = leastOf(demands, (at) => !closed.has(at) && starts[at]! < demands[at]!.count, spaceMb, functionMb)
    if (next === null) break
    const demand = demands[next]!
    const first = demand.urgent && functionMb(demand.function) === 0
    if (startsLeft - (first ? 0 : 1) < 1) {
      closed.add(next)
      continue
    }
    const reserveMb = first ? 0 : room.reserveMb
    const keep = first ? 0 : Math.max(room.reserveMb, savedMb)
    const taken: number[] = []
    let mb = freeMb
    let instances = freeInstances
    for (let at = 0; at < evictables.length && (mb - keep < demand.mb || instances < 1); at++) {
      const evictable = evictables[at]!
      if (evict.includes(at) || !mayEvict(demand, first, evictable)) continue
      taken.push(at)
      mb += evictable.mb
      // A prewarmed sandbox does not count as an instance.
      if (evictable.owner !== null) instances += 1
    }
    if (mb - keep < demand.mb || instances < 1) {
      closed.add(next)
      unmet.add(next)
      const shortfall = shortfallOf(demand.mb + reserveMb, { ...room, freeMb, freeInstances })
      const draining = shortfall.mb <= 0 && shortfall.instances <= 0
      if (demand.urgent && (draining || givers.some((giver) => shouldYield(giver, demand, shortfall, now)))) {
        savedMb = Math.max(savedMb, demand.mb + reserveMb)
      }
      continue
    }
    for (const at of taken) {
      const { owner, mb: back } = evictables[at]!
      if (owner === null) continue
      add(`s:${owner.space}`, -back)
      add(`f:${owner.function}`, -back)
    }
    evict.push(...taken)
    freeMb = mb - demand.mb
    freeInstances = instances - 1
    startsLeft -= 1
    starts[next]! += 1
    add(`s:${demand.space}`, demand.mb)
    add(`f:${demand.function}`, demand.mb)
  }
  return { starts, evict, unmet: [...unmet] }

  function mayEvict(demand: Demand, first: boolean, { owner, idleMs }: Evictable): boolean {
    if (owner === null || idleMs >= LONG_IDLE_MS || first) return true
    // Idle instances give way to a call that would otherwise be refused.
    if (demand.urgent && demand.without && starts[demands.indexOf(demand)] === 0) return true
    return demand.urgent && holdsMore(owner, demand, spaceMb, functionMb)
  }
}

/** What is missing for one instance to start in so much memory, once those that drain have ended. */
export function shortfallOf(mb: number, room: Omit<Room, 'starts' | 'reserveMb'>): Shortfall {
  return {
    mb: mb - room.freeMb - room.drainingMb,
    instances: 1 - room.freeInstances - room.drainingInstances,
  }
}

/**
 * Whether to give up an instance that has become free for a demand that was not met: only if that evens things out, and
 * only if the giver has enough of them to meet the demand. Otherwise they would be given up, and started again, for nothing.
 */
export function shouldYield(giver: Giver, demand: Demand, shortfall: Shortfall, holdings: Holdings): boolean {
  const count = Math.max(Math.ceil(shortfall.mb / giver.mb), shortfall.instances)
  if (!demand.urgent || giver.function === demand.function || count < 1 || count > giver.count) return false
  const [theirs, ours] =
    giver.space === demand.space
      ? [holdings.ofFunction(demand.function), holdings.ofFunction(giver.function)]
      : [holdings.ofSpace(demand.space), holdings.ofSpace(giver.space)]
  return theirs + demand.mb <= ours - count * giver.mb
}

type Share = (key: string) => number

function holdsMore(a: { space: string; function: string }, b: Demand, spaceMb: Share, functionMb: Share): boolean {
  return a.space === b.space ? functionMb(a.function) > functionMb(b.function) : spaceMb(a.space) > spaceMb(b.space)
}

function leastOf(
  demands: readonly Demand[],
  open: (at: number) => boolean,
  spaceMb: Share,
  functionMb: Share,
): number | null {
  let best: number | null = null
  for (let at = 0; at < demands.length; at++) {
    if (!open(at)) continue
    if (best === null || before(demands[at]!, demands[best]!)) best = at
  }
  return best

  function before(a: Demand, b: Demand): boolean {
    if (a.urgent !== b.urgent) return a.urgent
    const bySpace = spaceMb(a.space) - spaceMb(b.space)
    if (bySpace !== 0) return bySpace < 0
    const byFunction = functionMb(a.function) - functionMb(b.function)
    if (byFunction !== 0) return byFunction < 0
    return a.since < b.since
  }
}
