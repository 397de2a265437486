import { notFound } from '@alcove/contract'
import { and, eq, isNull } from 'drizzle-orm'
import { hostNames } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'

/** Those of triggers go with their trigger. */
export const deleteHost = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { host: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const ours = and(eq(hostNames.spaceId, ctx.space.id), isNull(hostNames.triggerId), eq(hostNames.name, input.host))
    const { rowCount } = await ctx.db.delete(hostNames).where(ours)
    if (rowCount === 0) throw notFound('host name', input.host)
    await ctx.change.audit('routes:host', `host ${input.host}`, { before: { host: input.host }, after: null })
    ctx.change.gatewayChanged(ctx.space.id)
  })
})
