import type { ExecutionError, TaskState } from '@alcove/contract'
import { newId } from '../../database/ids.ts'
import { taskDeliveries, type StoredDestinations } from '../../database/schema/index.ts'
import type { Changing } from '../../kernel/context.ts'
import { resultBody } from './result-body.ts'

/** What `platform.jobs` announces when results wait for their destinations. */
export const RESULTS_QUEUED = 'results'

/** A task that has just ended, with the message for its destination. */
export interface EndedTask {
  id: string
  spaceId: string
  space: string
  functionId: string
  function: string
  qualifier: string
  state: TaskState
  attempts: number
  acceptedAt: string
  error: ExecutionError | null
  event: Uint8Array | null
  output: Uint8Array | null
  invocationId: string | null
  traceId: string
  hops: number
  lineage: string | null
  destinations: StoredDestinations
}

/** Queues the results of tasks for their destinations, with the ends of the tasks: both are committed, or neither. */
export async function queueDeliveries(ctx: Changing, ended: readonly EndedTask[]): Promise<void> {
  const endedAt = new Date(ctx.platform.clock.now()).toISOString()
  const rows = ended.flatMap((task) => {
    const on = task.state === 'succeeded' ? 'success' : 'failure'
    const { onSuccess, onFailure } = task.destinations
    const destination = on === 'success' ? onSuccess : onFailure
    // A cancelled task sends no result: the person who cancelled it knows.
    if (!destination || task.state === 'cancelled') return []
    const { id: taskId, spaceId, functionId, invocationId, traceId, hops, lineage } = task
    const { space, function: fn, qualifier, state, attempts, acceptedAt, error, event, output } = task
    const facts = { taskId, space, function: fn, qualifier, state, attempts, acceptedAt, endedAt, error }
    const body = resultBody({ ...facts, event, output })
    const of = { spaceId, functionId, taskId, invocationId, traceId, hops, lineage }
    return [{ id: newId(), ...of, on, destination, body } as const]
  })
  if (rows.length === 0) return
  await ctx.db.insert(taskDeliveries).values(rows)
  ctx.change.jobQueued(RESULTS_QUEUED)
}
