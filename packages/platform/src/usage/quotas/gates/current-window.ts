import type { WindowedLimit } from '@alcove/contract'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import { windowOf, type Window } from '../windows.ts'
import type { QuotaRefusal } from './gate.ts'
import { usedUp } from './used-up.ts'

/** The limit that a gate enforces, and the window of it that runs now. */
export class CurrentWindow {
  readonly limit: WindowedLimit
  scope: QuotaScope
  window: Window = { startsAt: 0, endsAt: 0 }

  constructor(scope: QuotaScope, limit: WindowedLimit) {
    this.scope = scope
    this.limit = limit
  }

  /** @returns whether what is known of the counter no longer holds: the limit or its epoch changed */
  follow(scope: QuotaScope): boolean {
    const { epoch, limits } = this.scope
    this.scope = scope
    return epoch !== scope.epoch || limits[this.limit] !== scope.limits[this.limit]
  }

  /** @returns whether a new window began */
  turn(now: number): boolean {
    if (now >= this.window.startsAt && now < this.window.endsAt) return false
    this.window = windowOf(this.limit, now)
    return true
  }

  usedUp(): QuotaRefusal {
    return usedUp(this.scope, this.limit, this.window.endsAt)
  }
}
