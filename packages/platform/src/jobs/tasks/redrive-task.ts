import { AlcoveError, ENDED_STATES, notFound, Uuid, type RedriveTask, type TaskDetail } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { functions, tasks } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireQualifier } from '../../spaces/require-qualifier.ts'
import { enqueueTask } from './enqueue-task.ts'
import { readTask } from './get-task.ts'
import { requeueTasks } from './requeue-tasks.ts'

type RedriveInput = RedriveTask & { id: string }

/**
 * Runs an ended task again, with all its attempts. With an edited event it is a new task, so that the record of what
 * was asked for stays true.
 */
export const redriveTask = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: RedriveInput }): Promise<TaskDetail> => {
  const { id, event } = input
  if (!Uuid.safeParse(id).success) throw notFound('task', id)
  return change(ctx, async (ctx) => {
    const [found] = await ctx.db
      .select({ task: tasks, fn: functions.name })
      .from(tasks)
      .innerJoin(functions, eq(functions.id, tasks.functionId))
      .where(and(eq(tasks.spaceId, ctx.space.id), eq(tasks.id, id)))
      .for('update', { of: tasks })
    if (!found) throw notFound('task', id)
    const { task } = found
    if (!ENDED_STATES.some((state) => state === task.state)) {
      throw new AlcoveError('Conflict', `The task has not ended: it is ${task.state}. Cancel it first`)
    }
    const qualifier = input.qualifier ?? task.qualifier
    await requireQualifier(ctx, task.functionId, qualifier)
    await ctx.change.audit('tasks:redrive', `task ${id} of function ${found.fn}`, { qualifier })
    if (event !== undefined) {
      const { functionId, trigger, caller, traceId, hops } = task
      const again = await enqueueTask(ctx, {
        functionId,
        qualifier,
        event: Buffer.from(JSON.stringify(event)),
        trigger,
        caller,
        traceId,
        hops,
        ...(task.triggerId && { triggerId: task.triggerId }),
        ...(task.triggerName && { triggerName: task.triggerName }),
        ...(task.parentId && { parentId: task.parentId }),
        ...(task.lineage && { lineage: task.lineage }),
      })
      return readTask(ctx, again.id)
    }
    await requeueTasks(ctx, { spaceId: ctx.space.id, ids: [id], qualifier, redriveId: null })
    return readTask(ctx, id)
  })
})
