/** What the pool knows about the calls of one revision when it wonders whether to start more instances. */
export interface Demand {
  /** Calls waiting for an instance, and how long the first of them has. */
  waiting: number
  oldestWaitMs: number
  /** Instances at work, and instances on their way. */
  busy: number
  starting: number
  /** How long a call usually keeps an instance; null before the first has ended. */
  typicalCallMs: number | null
  /** How long a start takes at present: waiting that long for a busy instance costs no more than starting another. */
  startMs: number
}

export interface Room {
  /** Instances this function may have besides those it has. */
  instances: number
  /** Memory an instance reserves, memory nobody has reserved, and memory that idle instances of others would give back. */
  instanceMb: number
  freeMb: number
  evictableMb: number
}

export interface ScalePlan {
  start: number
  /** Memory to take from idle instances first. */
  evictMb: number
  /** Decide again after so long, even if nothing happens; null when only an event can change the answer. */
  againInMs: number | null
}

/**
 * Starts as many instances as are wanted and as there is room for. Calls so short that the instances at hand will have
 * worked off the queue before another one could be up are better served by those: fewer processes, fuller caches. When
 * that estimate turns out wrong, by a call that hangs or a machine that stalls, the instances at work are doubled at a
 * time rather than one started for every call that waits.
 */
export function decideScale(demand: Demand, room: Room): ScalePlan {
  const { waiting, busy, starting, typicalCallMs, oldestWaitMs, startMs } = demand
  const working = busy + starting
  let wanted = waiting
  if (working > 0 && typicalCallMs !== null) {
    const work = waiting * typicalCallMs
    const soon = work / working < startMs && oldestWaitMs < startMs
    if (soon && waiting > starting) return { start: 0, evictMb: 0, againInMs: Math.ceil(startMs - oldestWaitMs) }
    wanted = Math.min(waiting, Math.max(busy, Math.ceil(work / startMs), 1))
  }
  const lacking = wanted - starting
  // Those held back have to be thought of again, whether or not anything happens meanwhile.
  const againInMs = wanted < waiting ? startMs : null
  if (lacking <= 0) return { start: 0, evictMb: 0, againInMs }
  const affordable = Math.floor((room.freeMb + room.evictableMb) / room.instanceMb)
  const start = Math.max(0, Math.min(lacking, room.instances, affordable))
  return { start, evictMb: start === 0 ? 0 : Math.max(0, start * room.instanceMb - room.freeMb), againInMs }
}
