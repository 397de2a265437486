import { BLOBS_LOCK } from '../kernel/blobs-lock.ts'
import { AlcoveError, TASK_LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { requireRoom } from '../kernel/require-room.ts'
import type { Changing } from '../kernel/context.ts'
import { fingerprintOf, insertTasks, type StoredTask } from './insert-tasks.ts'
import type { NewTask } from './new-task.ts'
import { TASKS_QUEUED } from './signal.ts'

/**
 * Makes a call a task, with the change that asks for it: once that is committed, the call is executed at least once or
 * stands in dead letters. The event is stored as it is: check it first where it comes from outside.
 * @throws {AlcoveError} NotFound when the function is gone, IdempotencyKeyReused
 */
export async function enqueueTask(ctx: Changing, task: NewTask): Promise<{ id: string }> {
  const [accepted] = await enqueueTasks(ctx, [task])
  return accepted!
}

/** The same for many at once: all or none. */
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

/** Blob first, row after, as for code: the sweep keeps away until both are in. */
async function storeEvent(ctx: Changing, task: NewTask): Promise<StoredTask> {
  const { event } = task
  const of = { ...task, eventBytes: event.byteLength, fingerprint: fingerprintOf(task) }
  if (event.byteLength <= TASK_LIMITS.inlineEventBytes) return { ...of, event, eventHash: null }
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { ...of, event: null, eventHash: await ctx.platform.blobs.put(event) }
}
