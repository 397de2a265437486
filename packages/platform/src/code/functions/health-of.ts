import type { Health } from '@alcove/contract'

export interface Outcomes {
  invocations: number
  failures: number
}

/** Failures at least this often: failing. */
const FAILING = 0.5
/** Or this often: degraded. */
const DEGRADED = 0.01

/** Judged by the last hour; a function that was not called in it, by the last day. */
export function healthOf({ hour, day }: { hour: Outcomes; day: Outcomes }): Health {
  const { invocations, failures } = hour.invocations > 0 ? hour : day
  if (invocations === 0) return 'idle'
  const share = failures / invocations
  if (share >= FAILING) return 'failing'
  return share >= DEGRADED ? 'degraded' : 'healthy'
}
