import type { BackgroundAction } from '@alcove/contract'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { tasks } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

type Outcomes = NonNullable<BackgroundAction['outcomes']>

/** What has become of the tasks that these actions redrove. */
export async function redriveOutcomes(ctx: SpaceCtx, ids: readonly string[]): Promise<Map<string, Outcomes>> {
  if (ids.length === 0) return new Map()
  const having = (states: string) => sql<number>`(count(*) filter (where ${tasks.state} in (${sql.raw(states)})))::int`
  const rows = await ctx.db
    .select({
      id: tasks.redriveId,
      succeeded: having(`'succeeded'`),
      failed: having(`'failed', 'dead', 'expired', 'cancelled'`),
      waiting: having(`'queued', 'retrying', 'running'`),
    })
    .from(tasks)
    .where(and(eq(tasks.spaceId, ctx.space.id), inArray(tasks.redriveId, [...ids])))
    .groupBy(tasks.redriveId)
  return new Map(rows.map(({ id, ...outcomes }) => [id!, outcomes]))
}
