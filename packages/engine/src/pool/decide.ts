/** What the pool knows about one revision when it wonders whether to start more instances. */
export interface Demand {
  /** Calls waiting for an instance, and how long the first of them has. */
  waiting: number
  oldestWaitMs: number
  /** Instances at work, instances on their way, and all there are, both of these among them. */
  busy: number
  starting: number
  instances: number
  /** To be kept ready, and to be had at most. */
  minInstances: number
  maxInstances: number
  /** Calls that one instance works on at a time. */
  slots: number
  /** How long a call usually keeps its place; null before the first has ended. */
  typicalCallMs: number | null
  /** How long a start takes at present: waiting that long for a busy instance costs no more than starting another. */
  startMs: number
}

export interface ScalePlan {
  /** Instances wanted now; whether there is room for them on the machine is decided between all who want some. */
  start: number
  /** Decide again after so long, even if nothing happens; null when only an event can change the answer. */
  againInMs: number | null
}

/**
 * How many more instances a revision wants. By rate and concurrency: what waits, divided by what the instances at hand
 * get done in the time that a start takes. Calls so short that they will have worked off the queue by then are better
 * served by those: fewer processes, fuller caches. When that estimate turns out wrong, by a call that hangs or a machine
 * that stalls, the instances at work are doubled at a time rather than one started for every call that waits.
 */
export function decideScale(demand: Demand): ScalePlan {
  const { waiting, busy, starting, instances, slots, typicalCallMs, oldestWaitMs, startMs } = demand
  const room = Math.max(0, demand.maxInstances - instances)
  const missing = Math.max(0, demand.minInstances - instances)
  const plan = (wanted: number, againInMs: number | null): ScalePlan => ({
    start: Math.min(room, Math.max(wanted, missing, 0)),
    againInMs,
  })
  if (waiting === 0) return plan(0, null)
  const needed = Math.ceil(waiting / slots)
  let wanted = needed
  const working = busy + starting
  if (working > 0 && typicalCallMs !== null) {
    const work = (waiting * typicalCallMs) / slots
    const soon = work / working < startMs && oldestWaitMs < startMs
    if (soon && needed > starting) return plan(0, Math.ceil(startMs - oldestWaitMs))
    wanted = Math.min(needed, Math.max(busy, Math.ceil(work / startMs), 1))
  }
  // Those held back have to be thought of again, whether or not anything happens meanwhile.
  return plan(wanted - starting, wanted < needed ? startMs : null)
}
