import { AlcoveError, type BackgroundAction, type BackgroundKind } from '@alcove/contract'
import { and, count, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { backgroundActions } from '../../database/schema/index.ts'
import { queueJob } from '../queue-job.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { backgroundActionsOf } from './background-actions-of.ts'
import { BACKGROUND_JOB } from './background-job.ts'

/** Actions of one space that run at the same time. */
const MOST_RUNNING = 20

interface Start {
  kind: BackgroundKind
  /** How many things there are to do. */
  total: number
  detail: Record<string, unknown>
}

/** Starts a background action when the change commits. Its kind must be listed in background-steps.ts. */
export async function startBackgroundAction(
  ctx: Changing<SpaceCtx>,
  { kind, total, detail }: Start,
): Promise<BackgroundAction> {
  const { id: spaceId } = ctx.space
  const running = and(eq(backgroundActions.spaceId, spaceId), eq(backgroundActions.state, 'running'))
  const [found] = await ctx.db.select({ running: count() }).from(backgroundActions).where(running)
  if (found!.running >= MOST_RUNNING) {
    throw new AlcoveError(
      'TooManyRequests',
      `${MOST_RUNNING} background actions of this space are running: wait for one to end, or stop one`,
    )
  }
  const [row] = await ctx.db
    .insert(backgroundActions)
    .values({ id: newId(), spaceId, kind, total, detail, startedBy: nameOf(ctx.actor) })
    .returning()
  await queueJob(ctx, { kind: BACKGROUND_JOB, key: row!.id, spaceId })
  await ctx.change.audit(`background:${kind}`, `background action ${row!.id}`, { ...detail, total })
  const [action] = await backgroundActionsOf(ctx, [row!])
  return action!
}
