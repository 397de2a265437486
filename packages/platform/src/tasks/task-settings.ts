import { DEFAULT_TASK_SETTINGS, type PutTaskSettings, type TaskSettings } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { functions } from '../database/schema/index.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction, lockFunction } from '../spaces/find-function.ts'
import { TASKS_QUEUED } from './signal.ts'

/** How asynchronous calls of a function are run. */
export const getTaskSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<TaskSettings> =>
    (await findFunction(ctx, input.fn)).async,
)

/** Retries and concurrency hold at once, also for tasks that wait; the maximum age for those accepted from now on. */
export const putTaskSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutTaskSettings & { fn: string } }): Promise<TaskSettings> => {
    const { fn: name, ...given } = input
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, name)
      const settings: TaskSettings = { ...DEFAULT_TASK_SETTINGS, ...given }
      await ctx.db.update(functions).set({ async: settings }).where(eq(functions.id, fn.id))
      await ctx.change.audit('functions:task-settings', `function ${name}`, { before: fn.async, after: settings })
      ctx.change.jobQueued(TASKS_QUEUED)
      return settings
    })
  },
)
