import { BLOBS_LOCK } from '../../kernel/blobs-lock.ts'
import { AlcoveError, TASK_LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { requireRoom } from '../../kernel/require-room.ts'
import type { Changing } from '../../kernel/context.ts'
import { fingerprintOf, insertTasks, type StoredTask } from './insert-tasks.ts'
import type { NewTask } from './new-task.ts'
import { TASKS_QUEUED } from './signal.ts'

/**
 * Turns a call into a task, inside the current change. Once that commits, the call is executed at least once or ends in
 * the dead letters. Stores the event as it is: check an event from outside first.
 * @throws {AlcoveError} NotFound when the function is gone, IdempotencyKeyReused
 */
export async function enqueueTask(ctx: Changing, task: NewTask): Promise<{ id: string }> {
  const [accepted] = await enqueueTasks(ctx, [task])
  return accepted!
}

/** Like enqueueTask, for many at once: all or none. */
export async function enqueueTasks(ctx: Changing, given: readonly NewTask[]): Promise<{ id: string }[]> {
  if (given.length === 0) return []
  requireRoom(ctx.platform)
  const stored: StoredTask[] = []
  // oxlint-disable-next-line no-await-in-loop -- large events are few, and one connection
  for (const task of given) stored.push(await storeEvent(ctx, task))
  const answers = await insertTasks(ctx.db, stored)
  ctx.change.jobQueued(TASKS_QUEUED)
  return answers.map((answer) => {
    if (answer instanceof AlcoveError) throw answer
    return answer
  })
}

/** Store the blob first and the row after, as for code: the sweep waits until both are there. */
async function storeEvent(ctx: Changing, task: NewTask): Promise<StoredTask> {
  const { event } = task
  const of = { ...task, eventBytes: event.byteLength, fingerprint: fingerprintOf(task) }
  if (event.byteLength <= TASK_LIMITS.inlineEventBytes) return { ...of, event, eventHash: null }
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { ...of, event: null, eventHash: await ctx.platform.blobs.put(event) }
}
