import { AlcoveError, BACKGROUND_KINDS, notFound, type BackgroundAction } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { backgroundActions, jobs } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { backgroundActionsOf } from './background-actions-of.ts'
import { BACKGROUND_JOB } from './background-job.ts'

/** Stops an action after its current step, and does not undo completed steps. Needs the same right as starting it. */
export const stopBackgroundAction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<BackgroundAction> =>
    change(ctx, async (ctx) => {
      const here = and(eq(backgroundActions.spaceId, ctx.space.id), eq(backgroundActions.id, input.id))
      const [found] = await ctx.db.select().from(backgroundActions).where(here).for('update')
      if (!found) throw notFound('background action', input.id)
      const needs = BACKGROUND_KINDS[found.kind]
      if (!ctx.space.actions.has(needs)) throw new AlcoveError('Forbidden', `To stop this needs ${needs}`)
      if (found.state !== 'running') {
        throw new AlcoveError('Conflict', `The action has ended: it is ${found.state}`)
      }
      const [row] = await ctx.db.update(backgroundActions).set({ stopping: true }).where(here).returning()
      // It may be waiting for its next step.
      await ctx.db
        .update(jobs)
        .set({ runAt: sql`least(${jobs.runAt}, now())` })
        .where(and(eq(jobs.kind, BACKGROUND_JOB), eq(jobs.key, input.id)))
      await ctx.change.audit(`background:stop`, `background action ${input.id}`, { kind: found.kind })
      ctx.change.jobQueued(BACKGROUND_JOB)
      const [action] = await backgroundActionsOf(ctx, [row!])
      return action!
    }),
)
