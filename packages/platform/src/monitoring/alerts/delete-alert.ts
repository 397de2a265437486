import { notFound } from '@alcove/contract'
import { alerts } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { named } from './alert-of.ts'

export const deleteAlert = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { alert: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const deleted = await ctx.db.delete(alerts).where(named(ctx, input.alert)).returning()
    if (!deleted[0]) throw notFound('alert', input.alert)
    await ctx.change.audit('alerts:delete', `alert ${input.alert}`, { before: deleted[0].rule, after: null })
  })
})
