import { AlcoveError, notFound, Uuid, type TaskDetail } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readTask } from './get-task.ts'
import { TASKS_QUEUED } from './signal.ts'

/** Cancels a task: a waiting one at once, a running one as soon as its server is notified. */
export const cancelTask = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<TaskDetail> => {
    const { id } = input
    if (!Uuid.safeParse(id).success) throw notFound('task', id)
    return change(ctx, async (ctx) => {
      const [changed] = await rowsOf(
        ctx.db,
        sql`
          update tasks set
            cancelling = (state = 'running'),
            ended_at = case when state = 'running' then ended_at else now() end,
            state = case when state = 'running' then state else 'cancelled' end
          where space_id = ${ctx.space.id} and id = ${id} and state in ('queued', 'retrying', 'running')
          returning id`,
      )
      const task = await readTask(ctx, id)
      if (!changed) throw new AlcoveError('Conflict', `The task has ended: it is ${task.state}`)
      await ctx.change.audit('tasks:cancel', `task ${id} of function ${task.function}`)
      ctx.change.jobQueued(TASKS_QUEUED)
      return task
    })
  },
)
