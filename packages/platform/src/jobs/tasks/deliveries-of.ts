import type { Delivery } from '@alcove/contract'
import { and, desc, eq } from 'drizzle-orm'
import { iso, isoOrNull } from '../../database/connect.ts'
import { taskDeliveries } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { withoutSecret } from './without-secret.ts'

const MOST = 50

/** The results of a task on their way, newest first. */
export async function deliveriesOf(ctx: SpaceCtx, taskId: string): Promise<Delivery[]> {
  const rows = await ctx.db
    .select()
    .from(taskDeliveries)
    .where(and(eq(taskDeliveries.spaceId, ctx.space.id), eq(taskDeliveries.taskId, taskId)))
    .orderBy(desc(taskDeliveries.id))
    .limit(MOST)
  return rows.map(({ id, on, destination, state, attempts, reason, createdAt, runAt, endedAt }) => ({
    id,
    on,
    destination: withoutSecret(destination),
    state,
    attempts,
    reason,
    createdAt: iso(createdAt),
    nextAt: state === 'waiting' ? iso(runAt) : null,
    endedAt: isoOrNull(endedAt),
  }))
}
