import { AlcoveError, invalid, TIMER_LIMITS, type Backfill, type BackfillTrigger } from '@alcove/contract'
import { setImmediate } from 'node:timers/promises'
import { startBackgroundAction } from '../jobs/background/start-background-action.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'
import type { BackfillDetail } from './backfill-step.ts'
import { findTrigger } from './find-trigger.ts'
import { ticksThatRan } from './firings/ticks-that-ran.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

type BackfillInput = BackfillTrigger & { fn: string; trigger: string; preview: boolean }

const SHOWN = 100
const AT_A_TIME = 200

/**
 * Runs the ticks of a past range, each with its own time: all of them, or those that did not run. A background action
 * makes tasks of them, see backfill-step.ts.
 */
export const backfillTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: BackfillInput }): Promise<Backfill> =>
    change(ctx, async (ctx) => {
      const { from, to, which } = input
      const fn = await findFunction(ctx, input.fn)
      const trigger = await findTrigger(ctx, fn.id, input.trigger)
      const ticks = await ticksOf(trigger, input, ctx.platform.clock.now())
      const ran = which === 'every' ? new Set() : await ticksThatRan(ctx, trigger.id, new Date(from), new Date(to))
      const chosen = ticks.filter((at) => !ran.has(at))
      const detail: BackfillDetail = {
        function: fn.name,
        trigger: trigger.name,
        triggerId: trigger.id,
        from,
        to,
        which,
      }
      const action =
        input.preview || chosen.length === 0
          ? null
          : await startBackgroundAction(ctx, { kind: 'triggers.backfill', total: chosen.length, detail: { ...detail } })
      return {
        ticks: ticks.length,
        runs: chosen.length,
        dueAt: chosen.slice(0, SHOWN).map((at) => new Date(at).toISOString()),
        actionId: action?.id ?? null,
      }
    }),
)

/** In parts, with a turn for other work after each: to read a pattern takes time. */
async function ticksOf(trigger: StoredTrigger, { from, to }: BackfillTrigger, now: number): Promise<number[]> {
  const kind = kindOf(trigger.type)
  if (!kind.ticks) throw new AlcoveError('Conflict', `A ${trigger.type} trigger has no schedule to run again`)
  const range = { from: Date.parse(from), to: Date.parse(to) }
  if (range.to < range.from) throw invalid('to', 'Must be after from')
  if (range.to > now) throw invalid('to', 'Must be in the past')
  const ticks: number[] = []
  for (let next = range.from; ;) {
    const part = kind.ticks(trigger, { from: next, to: range.to, max: AT_A_TIME })
    for (const { at } of part) ticks.push(at)
    if (ticks.length > TIMER_LIMITS.backfill) {
      throw invalid('to', `The range has more than ${TIMER_LIMITS.backfill} ticks: choose a shorter one`)
    }
    if (part.length < AT_A_TIME) return ticks
    next = part.at(-1)!.at + 1
    // oxlint-disable-next-line no-await-in-loop -- gives other work a turn between parts
    await setImmediate()
  }
}
