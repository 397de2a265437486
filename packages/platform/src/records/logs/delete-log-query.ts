import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { logQueries } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'

export const deleteLogQuery = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { name: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const deleted = await ctx.db
        .delete(logQueries)
        .where(and(eq(logQueries.spaceId, ctx.space.id), eq(logQueries.name, input.name)))
        .returning({ query: logQueries.query, columns: logQueries.columns })
      if (deleted.length === 0) throw notFound('log query', input.name)
      await ctx.change.audit('log-queries:delete', `log query ${input.name}`, {
        before: deleted[0],
        after: null,
      })
    })
  },
)
