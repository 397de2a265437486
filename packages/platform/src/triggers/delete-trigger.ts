import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { triggers } from '../database/schema/index.ts'
import { lockFunction } from '../spaces/find-function.ts'

export const deleteTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; trigger: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const { rowCount } = await ctx.db
        .delete(triggers)
        .where(and(eq(triggers.functionId, fn.id), eq(triggers.name, input.trigger)))
      if (rowCount === 0) throw notFound('trigger', input.trigger)
      await ctx.change.audit('triggers:delete', `function ${input.fn} trigger ${input.trigger}`)
      ctx.change.reroute({ functionId: fn.id })
      // Its host names went with it.
      ctx.change.gatewayChanged(ctx.space.id)
    })
  },
)
