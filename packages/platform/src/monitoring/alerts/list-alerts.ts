import type { Alert, Page } from '@alcove/contract'
import { asc, eq } from 'drizzle-orm'
import { alerts } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { alertsOf } from './alert-of.ts'

/** All alerts of the space by name; a space has few. */
export const listAlerts = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<Page<Alert>> => {
  const rows = await ctx.db.select().from(alerts).where(eq(alerts.spaceId, ctx.space.id)).orderBy(asc(alerts.name))
  return { items: await alertsOf(ctx, rows), nextCursor: null }
})
