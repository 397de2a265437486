import { notFound } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { budgets } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { auditedBudget } from './budget-of.ts'

/** @throws {AlcoveError} NotFound: the space has none */
export const deleteBudget = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<void> => {
  await change(ctx, async (ctx) => {
    await lockSpace(ctx)
    const [gone] = await ctx.db.delete(budgets).where(eq(budgets.spaceId, ctx.space.id)).returning()
    if (!gone) throw notFound('budget', ctx.space.name)
    await ctx.change.audit('budget:delete', `space ${ctx.space.name}`, { before: auditedBudget(gone), after: null })
  })
})
