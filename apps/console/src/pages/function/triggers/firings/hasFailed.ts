import type { Firing } from '@alcove/contract'

/** Whether the firing should have started something and did not, or what it started failed for good. */
export function hasFailed({ outcome, task }: Firing): boolean {
  return outcome === 'failed' || (task !== null && ['failed', 'dead', 'expired'].includes(task.state))
}
