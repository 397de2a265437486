import { and, eq, isNull, sql } from 'drizzle-orm'
import { logpoints } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

export interface LogpointHits {
  id: string
  functionId: string
  hits: number
  problem: string | null
  /** It costs too much, or cannot be set. */
  over: boolean
}

/** Adds what the instances of this server wrote. A logpoint ends with its last line, on all servers. */
export async function countLogpointHits(
  platform: Platform,
  { id, functionId, hits, problem, over }: LogpointHits,
): Promise<void> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'logpoints' }, requestId: id }
  await change(ctx, async (ctx) => {
    const total = sql<number>`${logpoints.hits} + ${hits}`
    const ending = over ? sql`'cost'` : sql`case when ${total} >= ${logpoints.maxHits} then 'hits' end`
    const [row] = await ctx.db
      .update(logpoints)
      .set({ hits: total, ending, ...(problem !== null && { problem }) })
      .where(and(eq(logpoints.functionId, functionId), eq(logpoints.id, id), isNull(logpoints.ending)))
      .returning({ ending: logpoints.ending })
    if (row?.ending) ctx.change.reroute({ functionId })
  })
}
