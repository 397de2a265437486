import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { firings, triggers } from '../database/schema/index.ts'
import { lockFunction } from '../spaces/find-function.ts'
import { auditedTrigger } from './audited-trigger.ts'
import type { StoredTrigger } from './stored-trigger.ts'

export const deleteTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; trigger: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const [gone] = await ctx.db
        .delete(triggers)
        .where(and(eq(triggers.functionId, fn.id), eq(triggers.name, input.trigger)))
        .returning()
      if (!gone) throw notFound('trigger', input.trigger)
      await ctx.db.delete(firings).where(eq(firings.triggerId, gone.id))
      const detail = { before: auditedTrigger(gone as StoredTrigger), after: null }
      await ctx.change.audit('triggers:delete', `function ${input.fn} trigger ${input.trigger}`, detail)
      ctx.change.reroute({ functionId: fn.id })
      // Its host names went with it.
      ctx.change.gatewayChanged(ctx.space.id)
    })
  },
)
