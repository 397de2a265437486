import { notFound } from '@alcove/contract'
import { and, eq, isNull } from 'drizzle-orm'
import { logpoints } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockFunction } from '../../spaces/find-function.ts'

/** Ends a logpoint. What it wrote stays in the log. */
export const removeLogpoint = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; logpoint: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const [row] = await ctx.db
        .update(logpoints)
        .set({ ending: 'removed' })
        .where(and(eq(logpoints.functionId, fn.id), eq(logpoints.id, input.logpoint), isNull(logpoints.ending)))
        .returning()
      if (!row) throw notFound('logpoint', input.logpoint)
      ctx.change.reroute({ functionId: fn.id })
      const { version, file, line, expression } = row
      const before = { version, place: `${file}:${line}`, expression }
      await ctx.change.audit('logpoints:remove', `function ${fn.name}`, { before, after: null })
    })
  },
)
