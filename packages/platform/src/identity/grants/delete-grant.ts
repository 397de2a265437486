import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { grants } from '../../database/schema/index.ts'

export const deleteGrant = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { accountId: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const { rowCount } = await ctx.db
        .delete(grants)
        .where(and(eq(grants.spaceId, ctx.space.id), eq(grants.accountId, input.accountId)))
      if (rowCount === 0) throw notFound('grant for account', input.accountId)
      await ctx.change.audit('grants:delete', `account ${input.accountId}`)
      ctx.change.accessChanged()
    })
  },
)
