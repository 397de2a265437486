/** What decides how many instances one revision needs. */
export interface RevisionLoad {
  /** Waiting calls, and how long the oldest of them has waited. */
  waiting: number
  oldestWaitMs: number
  /** Instances that run calls, instances that start, and all instances including both. */
  busy: number
  starting: number
  instances: number
  /** How many to keep ready, and the most it may have. */
  minInstances: number
  maxInstances: number
  /** Calls that one instance runs at a time. */
  slots: number
  /** How long a call usually takes; null until the first call has ended. */
  typicalCallMs: number | null
  /** How long a start takes at present. Waiting that long for a busy instance costs no more than starting another. */
  startMs: number
}

export interface ScalePlan {
  /** Instances to start now. `allocate` decides whether the machine has room for them. */
  start: number
  /** Decide again after this long even if nothing happens; null when only an event can change the answer. */
  againInMs: number | null
}

/**
 * How many more instances a revision needs: the work that waits, divided by what the busy instances finish in the time a
 * start takes. If they can clear the queue of short calls by then, starting more only costs processes and cold caches. If
 * that estimate is wrong because a call hangs or the machine stalls, the busy instances are doubled each time instead of
 * one being started per waiting call.
 */
export function decideScale(load: RevisionLoad): ScalePlan {
  const { waiting, busy, starting, instances, slots, typicalCallMs, oldestWaitMs, startMs } = load
  const room = Math.max(0, load.maxInstances - instances)
  const missing = Math.max(0, load.minInstances - instances)
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
  // Calls that got no instance of their own need another decision even if no event comes.
  return plan(wanted - starting, wanted < needed ? startMs : null)
}
