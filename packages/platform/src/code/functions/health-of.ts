import type { Health } from '@alcove/contract'

export interface Outcomes {
  invocations: number
  failures: number
}

/** From this share of failures on: failing. */
const FAILING = 0.5
/** From this share on: degraded. */
const DEGRADED = 0.01

/** Judges by the last hour, or by the last day if there were no calls in the last hour. */
export function healthOf({ hour, day }: { hour: Outcomes; day: Outcomes }): Health {
  const { invocations, failures } = hour.invocations > 0 ? hour : day
  if (invocations === 0) return 'idle'
  const share = failures / invocations
  if (share >= FAILING) return 'failing'
  return share >= DEGRADED ? 'degraded' : 'healthy'
}
