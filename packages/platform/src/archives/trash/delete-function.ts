import { AlcoveError } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { aliases } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { pauseReaders } from '../../triggers/kinds/log/follow-source.ts'
import { packFunctions } from './pack-functions.ts'

/** Moves the function to the trash. Its name is free at once; it can be restored for seven days. */
export const deleteFunction = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, input.fn)
    const guarded = await ctx.db
      .select({ name: aliases.name })
      .from(aliases)
      .where(and(eq(aliases.functionId, fn.id), eq(aliases.protected, true)))
    if (guarded.length > 0 && !ctx.space.actions.has('aliases:protect')) {
      const names = guarded.map(({ name }) => name).join(', ')
      throw new AlcoveError('Forbidden', `Needs aliases:protect: ${input.fn} has the protected alias ${names}`)
    }
    await packFunctions(ctx, { ids: [fn.id], withSpace: false })
    await pauseReaders(ctx, fn.name)
    const { name, description, lastVersion } = fn
    await ctx.change.audit('functions:delete', `function ${name}`, {
      before: { name, description, lastVersion },
      after: null,
    })
    ctx.change.reroute({ functionId: fn.id })
    // Grants on it are gone.
    ctx.change.accessChanged()
    // Routes that led to it now answer that they have no function; its triggers' host names are free.
    ctx.change.gatewayChanged(ctx.space.id)
  })
})
