import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { tests } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'

export const deleteTest = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; test: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const gone = await ctx.db
        .delete(tests)
        .where(and(eq(tests.functionId, fn.id), eq(tests.name, input.test)))
        .returning({ description: tests.description })
      if (gone.length === 0) throw notFound('test', input.test)
      await ctx.change.audit('tests:delete', `function ${input.fn} test ${input.test}`, {
        before: gone[0],
        after: null,
      })
    })
  },
)
