import { eq, sql } from 'drizzle-orm'
import { backgroundActions } from '../../database/schema/index.ts'
import type { Job, JobKind } from '../job.ts'
import { queueJob } from '../queue-job.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { BackgroundStep, BackgroundSteps } from './background-kind.ts'

/** The kind of jobs that run background actions. A job's key is the action's id. */
export const BACKGROUND_JOB = 'background'

/** After this time an action makes room for the next one. */
const TURN_MS = 5_000

type Next = { kind: 'ended' } | { kind: 'more'; spaceId: string; waitMs: number }

/** Runs background actions, each for a few seconds at a time. */
export function backgroundJob(platform: Platform, steps: BackgroundSteps): JobKind {
  return {
    concurrency: 4,
    retry: { maxAttempts: 8, firstDelayMs: 1_000, maxDelayMs: 60_000 },
    async attempt(job, signal) {
      const ctx: Ctx = {
        platform,
        db: platform.db,
        actor: { kind: 'platform', name: 'background' },
        requestId: job.key,
      }
      const turnEnds = performance.now() + TURN_MS
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one step after the other
        const next = await takeStep(ctx, job, steps, signal)
        if (next.kind === 'ended') return { kind: 'done' }
        if (next.waitMs === 0 && performance.now() < turnEnds && !signal.aborted) continue
        const runAt = new Date(platform.clock.now() + next.waitMs)
        const { kind, key } = job
        return { kind: 'done', record: (ctx) => queueJob(ctx, { kind, key, spaceId: next.spaceId, runAt }) }
      }
    },
    async giveUp({ key }, error, ctx) {
      const end = { state: 'failed', error, endedAt: new Date(platform.clock.now()) } as const
      await ctx.db.update(backgroundActions).set(end).where(eq(backgroundActions.id, key))
    },
  }
}

/** One step and its counts are one transaction; the lock keeps two servers from doing it at the same time. */
async function takeStep(ctx: Ctx, { key }: Job, steps: BackgroundSteps, signal: AbortSignal): Promise<Next> {
  const here = eq(backgroundActions.id, key)
  const prepared = await prepare(ctx, key, steps, signal)
  signal.throwIfAborted()
  return change(ctx, async (ctx): Promise<Next> => {
    const [action] = await ctx.db.select().from(backgroundActions).where(here).for('update')
    // Its space may be gone.
    if (action?.state !== 'running') return { kind: 'ended' }
    const endedAt = new Date(ctx.platform.clock.now())
    if (action.stopping) {
      await ctx.db.update(backgroundActions).set({ state: 'stopped', endedAt }).where(here)
      return { kind: 'ended' }
    }
    const step = prepared ?? steps[action.kind]
    // It was stopped, or its space deleted, when its kind was looked up.
    if (typeof step !== 'function') return { kind: 'more', spaceId: action.spaceId, waitMs: 0 }
    const { done, failed = 0, position, waitMs = 0 } = await step(ctx, action)
    await ctx.db
      .update(backgroundActions)
      .set({
        done: sql`${backgroundActions.done} + ${done}`,
        failed: sql`${backgroundActions.failed} + ${failed}`,
        position,
        ...(position === null && { state: 'done', endedAt }),
      })
      .where(here)
    return position === null ? { kind: 'ended' } : { kind: 'more', spaceId: action.spaceId, waitMs }
  })
}

/** @returns the step of an action that does something long before it; null for all others */
async function prepare(
  ctx: Ctx,
  key: string,
  steps: BackgroundSteps,
  signal: AbortSignal,
): Promise<BackgroundStep | null> {
  const [action] = await ctx.db.select().from(backgroundActions).where(eq(backgroundActions.id, key))
  if (action?.state !== 'running' || action.stopping) return null
  const step = steps[action.kind]
  return typeof step === 'function' ? null : step.before(action, signal)
}
