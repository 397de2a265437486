import type { AlertTargetList } from '@alcove/contract'
import { asc, eq } from 'drizzle-orm'
import { alertTargets } from '../../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../../kernel/context.ts'
import { targetsOf } from './target-of.ts'

export const listAlertTargets = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<AlertTargetList> => {
  const rows = await ctx.db
    .select()
    .from(alertTargets)
    .where(eq(alertTargets.spaceId, ctx.space.id))
    .orderBy(asc(alertTargets.name))
  return { items: await targetsOf(ctx, rows), nextCursor: null, mail: ctx.platform.mail !== null }
})
