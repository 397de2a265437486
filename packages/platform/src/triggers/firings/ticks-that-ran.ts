import { and, between, eq } from 'drizzle-orm'
import { firings } from '../../database/schema/index.ts'
import type { Ctx } from '../../kernel/context.ts'

/** When the ticks in [from, to] were due that started the function, as scheduled or by a backfill. */
export async function ticksThatRan(ctx: Ctx, triggerId: string, from: Date, to: Date): Promise<Set<number>> {
  const rows = await ctx.db
    .select({ dueAt: firings.dueAt })
    .from(firings)
    .where(and(eq(firings.triggerId, triggerId), between(firings.dueAt, from, to), eq(firings.outcome, 'fired')))
  return new Set(rows.map((row) => row.dueAt!.getTime()))
}
