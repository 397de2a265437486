import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { aliases, routes } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readAlias } from './alias-of.ts'
import { requireMayMoveProtected } from './may-move-protected.ts'

export const deleteAlias = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; alias: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const { name, used_by, version, additional_version, additional_weight, ...row } = await readAlias(
        ctx,
        fn.id,
        input.alias,
      )
      if (row.protected) requireMayMoveProtected(ctx, name)
      const routed = await ctx.db
        .select({ name: routes.name })
        .from(routes)
        .where(and(eq(routes.functionId, fn.id), eq(routes.qualifier, name)))
      const verdict = can.deleteAlias({ name, usedBy: used_by, routes: routed.map((route) => route.name) })
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(aliases).where(and(eq(aliases.functionId, fn.id), eq(aliases.name, name)))
      const before = {
        version,
        additionalVersion: additional_version,
        additionalWeight: additional_weight,
        description: row.description,
        protected: row.protected,
      }
      await ctx.change.audit('aliases:delete', `function ${input.fn} alias ${name}`, { before, after: null })
      ctx.change.reroute({ functionId: fn.id })
    })
  },
)
