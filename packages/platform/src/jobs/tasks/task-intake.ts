import { AlcoveError, TASK_LIMITS } from '@alcove/contract'
import { setImmediate as immediate } from 'node:timers/promises'
import { requireRoom } from '../../kernel/require-room.ts'
import { translateError } from '../../database/translate-error.ts'
import { newId } from '../../database/ids.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notification } from '../../kernel/notifications.ts'
import type { Platform } from '../../kernel/platform.ts'
import { enqueueTask } from './enqueue-task.ts'
import { fingerprintOf, insertTasks, type Inserted } from './insert-tasks.ts'
import type { NewTask } from './new-task.ts'
import { TASKS_QUEUED } from './signal.ts'

const BATCH = 500

interface Waiting {
  task: NewTask
  done: PromiseWithResolvers<{ id: string }>
}

const waiting = new WeakMap<Platform, { batch: Waiting[]; writing: boolean }>()

/**
 * Accepts a call; committed when it resolves. Calls that come while a commit is under way share the next one, as in
 * PostgreSQL's own group commit: it costs the same for one as for hundreds.
 */
export function acceptTask(platform: Platform, task: NewTask): Promise<{ id: string }> {
  if (task.event.byteLength > TASK_LIMITS.inlineEventBytes) {
    return change(ctxOf(platform), (ctx) => enqueueTask(ctx, task)).catch((error: unknown) => {
      throw translateError(error)
    })
  }
  let intake = waiting.get(platform)
  if (!intake) waiting.set(platform, (intake = { batch: [], writing: false }))
  const done = Promise.withResolvers<{ id: string }>()
  intake.batch.push({ task, done })
  if (!intake.writing) void write(platform, intake)
  return done.promise
}

async function write(platform: Platform, intake: { batch: Waiting[]; writing: boolean }): Promise<void> {
  intake.writing = true
  // Requests that have arrived already belong to the first batch: clients that got their answers together ask again together.
  await immediate()
  while (intake.batch.length > 0) {
    const batch = intake.batch.splice(0, BATCH)
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: meanwhile the next batch gathers
      const answers = await accept(
        platform,
        batch.map(({ task }) => task),
      )
      for (const [index, { done }] of batch.entries()) {
        const answer = answers[index]!
        if (answer instanceof AlcoveError) done.reject(answer)
        else done.resolve(answer)
      }
    } catch (error) {
      const translated = translateError(error)
      for (const { done } of batch) done.reject(translated)
    }
  }
  intake.writing = false
}

/** One statement that also notifies other servers: a transaction would take four round trips. */
async function accept(platform: Platform, tasks: readonly NewTask[]): Promise<Inserted[]> {
  requireRoom(platform)
  const stored = tasks.map((task) => ({
    ...task,
    eventHash: null,
    eventBytes: task.event.byteLength,
    fingerprint: fingerprintOf(task),
  }))
  const answers = await insertTasks(platform.db, stored, notification({ jobs: [TASKS_QUEUED] }))
  platform.jobs.announce(TASKS_QUEUED)
  return answers
}

function ctxOf(platform: Platform): Ctx {
  return { platform, db: platform.db, actor: { kind: 'platform', name: 'tasks' }, requestId: newId() }
}
