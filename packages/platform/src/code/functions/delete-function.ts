import { eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { functions } from '../../database/schema/index.ts'
import { deleteRecords } from '../../spaces/delete-records.ts'
import { lockFunction } from '../../spaces/find-function.ts'

/** Deletes the function with its code, versions, aliases, triggers, invocations, logs and metrics. */
export const deleteFunction = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, input.fn)
    await deleteRecords(ctx.db, [fn.id])
    await ctx.db.delete(functions).where(eq(functions.id, fn.id))
    await ctx.change.audit('functions:delete', `function ${input.fn}`)
    ctx.change.reroute({ functionId: fn.id })
    // Routes that led to it now answer that they have no function; its triggers' host names are free.
    ctx.change.gatewayChanged(ctx.space.id)
  })
})
