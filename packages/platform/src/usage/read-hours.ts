import { and, eq, gte, lt } from 'drizzle-orm'
import { storageHours, usageHours } from '../database/schema/index.ts'
import type { SpaceCtx } from '../kernel/context.ts'

export type UsageHour = typeof usageHours.$inferSelect

/** What a space used in the hours that begin in [from, to). */
export function readUsageHours(ctx: SpaceCtx, from: Date, to: Date): Promise<UsageHour[]> {
  return ctx.db
    .select()
    .from(usageHours)
    .where(and(eq(usageHours.spaceId, ctx.space.id), gte(usageHours.hour, from), lt(usageHours.hour, to)))
    .orderBy(usageHours.hour)
}

/** What a space held in these hours. */
export function readStorageHours(ctx: SpaceCtx, from: Date, to: Date) {
  return ctx.db
    .select()
    .from(storageHours)
    .where(and(eq(storageHours.spaceId, ctx.space.id), gte(storageHours.hour, from), lt(storageHours.hour, to)))
    .orderBy(storageHours.hour)
}
