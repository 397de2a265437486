import type { CallOrder } from '../order.ts'
import { resolve, type Target } from '../resolve.ts'
import { exceededBound } from './bounds.ts'
import { checkEvent } from './check-event.ts'
import { findDoor, refusalBy, UNAUTHENTICATED } from './doors.ts'
import type { Door, Facts, Refusal } from './facts.ts'

export interface Admitted {
  refusal: null
  /** The trigger or route that admits the call; null for calls that need none. */
  door: Door | null
  target: Target
}

export interface Refused {
  refusal: Refusal
  door: Door | null
  /** Refused for what it asks, not for who asks or how often. Counts as a call of its lineage. */
  counts: boolean
}

export type Verdict = Admitted | Refused

/**
 * The one gate that every order passes: rights, then hops and other bounds, then whether there is something to run, then
 * the event. Pure; the caller takes the place in the lineage.
 * @param random 0 ≤ random < 1, chooses between the versions of a weighted alias
 */
export function admit(order: CallOrder, { route, caller, lineage, door: by }: Facts, random: number): Verdict {
  let door: Door | null = null
  if (by) {
    door = by
    const refusal = refusalBy(by, order, route.space, caller)
    if (refusal) return { refusal, door, counts: false }
  } else if (order.trigger === 'http' && order.taskId === null) {
    // A task passed its door when it was accepted.
    const found = findDoor(route, order, caller)
    if ('code' in found) return { refusal: found, door, counts: false }
    door = found
  } else if (order.trigger !== 'function') {
    const refusal = caller ? caller.refusal : UNAUTHENTICATED
    if (refusal) return { refusal, door, counts: false }
  }

  const exceeded = lineage && exceededBound(order.hops, lineage)
  if (exceeded) return { refusal: exceeded, door, counts: false }

  const target = resolve(route, order.qualifier ?? door?.qualifier ?? 'draft', random)
  if ('code' in target) return { refusal: target, door, counts: true }

  // Last, because it reads the whole event.
  const wrong = order.event && checkEvent(order.event, target.revision.parameters)
  return wrong ? { refusal: wrong, door, counts: true } : { refusal: null, door, target }
}
