import type { Firing } from '@alcove/contract'

/** Whether it started nothing although it should, or what it started failed for good. */
export function hasFailed({ outcome, task }: Firing): boolean {
  return outcome === 'failed' || (task !== null && ['failed', 'dead', 'expired'].includes(task.state))
}
