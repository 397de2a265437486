import { and, eq } from 'drizzle-orm'
import { routes } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { auditedRoute, readRoute } from './route-of.ts'

export const deleteRoute = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { route: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const before = auditedRoute(await readRoute(ctx, input.route))
    await ctx.db.delete(routes).where(and(eq(routes.spaceId, ctx.space.id), eq(routes.name, input.route)))
    await ctx.change.audit('routes:delete', `route ${input.route}`, { before, after: null })
    ctx.change.gatewayChanged(ctx.space.id)
  })
})
