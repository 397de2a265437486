import type { Firing, FiringQuery, Page } from '@alcove/contract'
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { firings } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { findTrigger } from '../find-trigger.ts'

type ListFiringsInput = FiringQuery & { fn: string; trigger: string }

/** Newest first. */
export const listFirings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ListFiringsInput }): Promise<Page<Firing>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const fn = await findFunction(ctx, input.fn)
    const trigger = await findTrigger(ctx, fn.id, input.trigger)
    const rows = await ctx.db
      .select()
      .from(firings)
      .where(
        and(
          eq(firings.spaceId, ctx.space.id),
          eq(firings.triggerId, trigger.id),
          input.outcome && inArray(firings.outcome, input.outcome),
          before === null ? undefined : lt(firings.id, before),
        ),
      )
      .orderBy(desc(firings.id))
      .limit(input.limit + 1)
    return pageFrom(rows, input.limit, (row) => row.id, firingOf)
  },
)

function firingOf(row: typeof firings.$inferSelect): Firing {
  const { id, cause, outcome, reason, detail, dueAt, at, ticks, taskId } = row
  const lagMs = outcome === 'fired' && dueAt && cause === 'source' ? at.getTime() - dueAt.getTime() : null
  return {
    id,
    cause,
    outcome,
    reason,
    detail,
    dueAt: dueAt?.toISOString() ?? null,
    at: at.toISOString(),
    lagMs,
    ticks,
    taskId,
  }
}
