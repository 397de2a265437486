import { notFound } from '@alcove/contract'
import { boards } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { named } from './board-of.ts'

export const deleteBoard = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { board: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const [deleted] = await ctx.db.delete(boards).where(named(ctx, input.board)).returning()
    if (!deleted) throw notFound('board', input.board)
    await ctx.change.audit('boards:delete', `board ${input.board}`, { before: { charts: deleted.charts }, after: null })
  })
})
