import { notFound, type BackgroundAction } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { backgroundActions } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { backgroundActionsOf } from './background-actions-of.ts'

export const getBackgroundAction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<BackgroundAction> => {
    const [row] = await ctx.db
      .select()
      .from(backgroundActions)
      .where(and(eq(backgroundActions.spaceId, ctx.space.id), eq(backgroundActions.id, input.id)))
    if (!row) throw notFound('background action', input.id)
    const [action] = await backgroundActionsOf(ctx, [row])
    return action!
  },
)
