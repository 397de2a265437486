import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { aliases, routes } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readAlias } from './alias-of.ts'

export const deleteAlias = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; alias: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const { name, used_by } = await readAlias(ctx, fn.id, input.alias)
      const routed = await ctx.db
        .select({ name: routes.name })
        .from(routes)
        .where(and(eq(routes.functionId, fn.id), eq(routes.qualifier, name)))
      const verdict = can.deleteAlias({ name, usedBy: used_by, routes: routed.map((route) => route.name) })
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(aliases).where(and(eq(aliases.functionId, fn.id), eq(aliases.name, name)))
      await ctx.change.audit('aliases:delete', `function ${input.fn} alias ${name}`)
      ctx.change.reroute({ functionId: fn.id })
    })
  },
)
