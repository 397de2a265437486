import { AlcoveError, invalid, TIMER_LIMITS, type Backfill, type BackfillTrigger } from '@alcove/contract'
import { and, between, eq, inArray } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import { firings } from '../database/schema/index.ts'
import { nameOf } from '../kernel/actor.ts'
import { change } from '../kernel/change.ts'
import { verb, type Ctx, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'
import { enqueueTasks } from '../tasks/enqueue-task.ts'
import { findTrigger } from './find-trigger.ts'
import { recordFirings } from './firings/record-firings.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

type BackfillInput = BackfillTrigger & { fn: string; trigger: string; preview: boolean }

/** Runs the ticks of a past range, each with its own time: all of them, or those that did not run. */
export const backfillTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: BackfillInput }): Promise<Backfill> =>
    change(ctx, async (ctx) => {
      const fn = await findFunction(ctx, input.fn)
      const trigger = await findTrigger(ctx, fn.id, input.trigger)
      const ticks = ticksOf(trigger, input, ctx.platform.clock.now())
      const ran = await ticksThatRan(ctx, trigger.id, input)
      const chosen = input.which === 'every' ? ticks : ticks.filter(({ at }) => !ran.has(at))
      if (!input.preview) {
        const tasks = await enqueueTasks(
          ctx,
          chosen.map(({ event }) => ({
            functionId: fn.id,
            qualifier: trigger.qualifier,
            event: Buffer.from(JSON.stringify(event)),
            trigger: trigger.type,
            triggerId: trigger.id,
            triggerName: trigger.name,
            caller: nameOf(ctx.actor),
            traceId: randomBytes(16).toString('hex'),
            hops: 0,
          })),
        )
        const now = new Date(ctx.platform.clock.now())
        const of = {
          spaceId: ctx.space.id,
          functionId: fn.id,
          triggerId: trigger.id,
          at: now,
          detail: nameOf(ctx.actor),
        }
        await recordFirings(
          ctx,
          chosen.map(({ at }, index) => ({
            ...of,
            cause: 'backfill',
            outcome: 'fired',
            dueAt: new Date(at),
            taskId: tasks[index]!.id,
          })),
        )
        const { from, to, which } = input
        const detail = { from, to, which, ticks: chosen.length }
        await ctx.change.audit('triggers:backfill', `function ${fn.name} trigger ${trigger.name}`, detail)
      }
      return {
        ticks: ticks.length,
        runs: chosen.length,
        dueAt: chosen.slice(0, SHOWN).map(({ at }) => new Date(at).toISOString()),
      }
    }),
)

const SHOWN = 100

function ticksOf(trigger: StoredTrigger, { from, to }: BackfillTrigger, now: number) {
  const kind = kindOf(trigger.type)
  if (!kind.ticks) throw new AlcoveError('Conflict', `A ${trigger.type} trigger has no schedule to run again`)
  const range = { from: Date.parse(from), to: Date.parse(to) }
  if (range.to < range.from) throw invalid('to', 'Must be after from')
  if (range.to > now) throw invalid('to', 'Must be in the past')
  const ticks = kind.ticks(trigger, { ...range, max: TIMER_LIMITS.backfill + 1 })
  if (ticks.length > TIMER_LIMITS.backfill) {
    throw invalid('to', `The range has more than ${TIMER_LIMITS.backfill} ticks: choose a shorter one`)
  }
  return ticks
}

async function ticksThatRan(ctx: Ctx, triggerId: string, { from, to }: BackfillTrigger): Promise<Set<number>> {
  const rows = await ctx.db
    .select({ dueAt: firings.dueAt })
    .from(firings)
    .where(
      and(
        eq(firings.triggerId, triggerId),
        between(firings.dueAt, new Date(from), new Date(to)),
        inArray(firings.outcome, ['fired']),
      ),
    )
  return new Set(rows.map((row) => row.dueAt!.getTime()))
}
