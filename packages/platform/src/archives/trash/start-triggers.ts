import { AlcoveError, type Restored, type TriggerPause } from '@alcove/contract'
import { eq, inArray } from 'drizzle-orm'
import { functions, triggers } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { kindOf } from '../../triggers/kinds/kinds.ts'
import type { StoredTrigger } from '../../triggers/stored-trigger.ts'

/** Arms the triggers of functions that came here. Those that cannot run as they are are paused, with the reason. */
export async function startTriggers(ctx: Changing<SpaceCtx>, ids: readonly string[]): Promise<Restored['paused']> {
  const rows = await ctx.db
    .select({ trigger: triggers, function: functions.name })
    .from(triggers)
    .innerJoin(functions, eq(functions.id, triggers.functionId))
    .where(inArray(triggers.functionId, [...ids]))
  const paused: Restored['paused'] = []
  for (const { trigger, function: fn } of rows) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    const reason = await startTrigger(ctx, trigger as StoredTrigger)
    if (reason === null || !trigger.enabled) continue
    const pausedBy: TriggerPause = {
      at: new Date(ctx.platform.clock.now()).toISOString(),
      reason: 'restored',
      detail: reason,
    }
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await ctx.db.update(triggers).set({ enabled: false, pausedBy }).where(eq(triggers.id, trigger.id))
    paused.push({ function: fn, trigger: trigger.name, reason })
  }
  return paused
}

/** Why it cannot run as it did; null: it can. */
async function startTrigger(ctx: Changing<SpaceCtx>, trigger: StoredTrigger): Promise<string | null> {
  const kind = kindOf(trigger.type)
  try {
    await kind.check?.(ctx, trigger, null)
    await kind.arm?.(ctx, trigger, null)
    return null
  } catch (error) {
    if (error instanceof AlcoveError) return error.message
    throw error
  }
}
