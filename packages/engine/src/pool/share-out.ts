/** A revision that wants instances. */
export interface Want {
  space: string
  function: string
  mb: number
  count: number
  /** Monotonic milliseconds since when: of two that have as much, who waits longer goes first. */
  since: number
  /** Calls wait for it; else it is to be kept ready for calls to come. */
  urgent: boolean
}

/** Something that could give way: a sandbox started ahead, or an idle instance. In the order in which they would go. */
export interface Spare {
  /** Null: it is nobody's yet. */
  owner: { space: string; function: string } | null
  mb: number
  idleMs: number
}

export interface Room {
  freeMb: number
  freeInstances: number
  /** Starts that may begin now: more at a time make each of them slower. */
  starts: number
  /** Held back for functions that have no instance at all. */
  reserveMb: number
}

/** Memory that spaces and functions have now. */
export interface Holdings {
  ofSpace(space: string): number
  ofFunction(fn: string): number
}

export interface Division {
  /** For each want, how many to start. */
  starts: number[]
  /** Spares to do away with, by index. */
  evict: number[]
  /** Wants that get less than they asked for because memory or instances have run out, by index. */
  short: number[]
}

/** Unused for this long, an instance gives way to anybody. */
const FORGOTTEN_MS = 60_000

/**
 * Shares out what the machine has, one instance at a time, always to the space that has the least, within it to the
 * function that has the least, and then to who has waited longest (max-min fairness). Nobody's first instance waits for
 * somebody's twentieth: the last part of the memory and the last start under way are for functions that have none.
 */
export function shareOut(wants: readonly Want[], room: Room, spares: readonly Spare[], holdings: Holdings): Division {
  const starts = wants.map(() => 0)
  const evict: number[] = []
  const short = new Set<number>()
  const closed = new Set<number>()
  const given = new Map<string, number>()
  const held = (key: string, before: number) => before + (given.get(key) ?? 0)
  const spaceMb = (space: string) => held(`s:${space}`, holdings.ofSpace(space))
  const functionMb = (fn: string) => held(`f:${fn}`, holdings.ofFunction(fn))
  const add = (key: string, mb: number) => given.set(key, (given.get(key) ?? 0) + mb)
  let { freeMb, freeInstances, starts: startsLeft } = room

  for (;;) {
    const next = leastOf(wants, (at) => !closed.has(at) && starts[at]! < wants[at]!.count, spaceMb, functionMb)
    if (next === null) break
    const want = wants[next]!
    const first = want.urgent && functionMb(want.function) === 0
    if (startsLeft - (first ? 0 : 1) < 1) {
      closed.add(next)
      continue
    }
    const keep = first ? 0 : room.reserveMb
    const taken: number[] = []
    let mb = freeMb
    let instances = freeInstances
    for (let at = 0; at < spares.length && (mb - keep < want.mb || instances < 1); at++) {
      const spare = spares[at]!
      if (evict.includes(at) || !mayTake(want, first, spare)) continue
      taken.push(at)
      mb += spare.mb
      // What is nobody's yet is no instance.
      if (spare.owner !== null) instances += 1
    }
    if (mb - keep < want.mb || instances < 1) {
      closed.add(next)
      short.add(next)
      continue
    }
    for (const at of taken) {
      const { owner, mb: back } = spares[at]!
      if (owner === null) continue
      add(`s:${owner.space}`, -back)
      add(`f:${owner.function}`, -back)
    }
    evict.push(...taken)
    freeMb = mb - want.mb
    freeInstances = instances - 1
    startsLeft -= 1
    starts[next]! += 1
    add(`s:${want.space}`, want.mb)
    add(`f:${want.function}`, want.mb)
  }
  return { starts, evict, short: [...short] }

  function mayTake(want: Want, first: boolean, { owner, idleMs }: Spare): boolean {
    if (owner === null || idleMs >= FORGOTTEN_MS || first) return true
    return want.urgent && hasMore(owner, want, spaceMb, functionMb)
  }
}

/** Whether somebody's instance, free again, should go to who came away empty-handed: when that evens things out. */
export function shouldYield(
  giver: { space: string; function: string; mb: number },
  want: Want,
  holdings: Holdings,
): boolean {
  if (!want.urgent) return false
  const [theirs, ours] =
    giver.space === want.space
      ? [holdings.ofFunction(want.function), holdings.ofFunction(giver.function)]
      : [holdings.ofSpace(want.space), holdings.ofSpace(giver.space)]
  return theirs + want.mb <= ours - giver.mb
}

type Share = (key: string) => number

function hasMore(a: { space: string; function: string }, b: Want, spaceMb: Share, functionMb: Share): boolean {
  return a.space === b.space ? functionMb(a.function) > functionMb(b.function) : spaceMb(a.space) > spaceMb(b.space)
}

function leastOf(
  wants: readonly Want[],
  open: (at: number) => boolean,
  spaceMb: Share,
  functionMb: Share,
): number | null {
  let best: number | null = null
  for (let at = 0; at < wants.length; at++) {
    if (!open(at)) continue
    if (best === null || before(wants[at]!, wants[best]!)) best = at
  }
  return best

  function before(a: Want, b: Want): boolean {
    if (a.urgent !== b.urgent) return a.urgent
    const bySpace = spaceMb(a.space) - spaceMb(b.space)
    if (bySpace !== 0) return bySpace < 0
    const byFunction = functionMb(a.function) - functionMb(b.function)
    if (byFunction !== 0) return byFunction < 0
    return a.since < b.since
  }
}
