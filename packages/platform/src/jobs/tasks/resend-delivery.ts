import { AlcoveError, notFound, type TaskDetail } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { taskDeliveries } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readTask } from './get-task.ts'
import { RESULTS_QUEUED } from './queue-deliveries.ts'

/**
 * Sends a result that could not be delivered again, with all its attempts. Receivers tell by the id that it is the same.
 */
export const resendDelivery = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { task: string; delivery: string } }): Promise<TaskDetail> =>
    change(ctx, async (ctx) => {
      const task = await readTask(ctx, input.task)
      const here = and(
        eq(taskDeliveries.spaceId, ctx.space.id),
        eq(taskDeliveries.taskId, task.id),
        eq(taskDeliveries.id, input.delivery),
      )
      const [found] = await ctx.db
        .select({ state: taskDeliveries.state })
        .from(taskDeliveries)
        .where(here)
        .for('update')
      if (!found) throw notFound('delivery', input.delivery)
      if (found.state === 'waiting')
        throw new AlcoveError('Conflict', 'The delivery has not ended: it is tried again by itself')
      if (found.state === 'delivered')
        throw new AlcoveError('Conflict', 'The result was delivered, and is not kept: run the task again for another')
      await ctx.db
        .update(taskDeliveries)
        .set({ state: 'waiting', attempts: 0, runAt: sql`now()`, endedAt: null })
        .where(here)
      await ctx.change.audit('tasks:resend', `task ${task.id} of function ${task.function}`)
      ctx.change.jobQueued(RESULTS_QUEUED)
      return readTask(ctx, task.id)
    }),
)
