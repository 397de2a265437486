import { invalid, type TimerTriggerConfig } from '@alcove/contract'
import { inArray, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { timers } from '../../../database/schema/index.ts'
import type { KindOfTrigger } from '../kind.ts'
import { runClock, TIMERS_CHANGED } from './clock.ts'
import { ticksBetween } from './count-ticks.ts'
import { timerEvent } from './event.ts'
import { withPayload, withPayloadText } from './payload.ts'
import { previewTimer } from './preview.ts'
import { scheduleOf } from './ticks.ts'

/** Set times. The clock of each server fires them: see clock.ts. */
export const timer: KindOfTrigger<'timer'> = {
  async check(ctx, { config }, before) {
    if (before && isDeepStrictEqual(before.config, config)) return
    const first = scheduleOf(config).ticks(ctx.platform.clock.now()).next().value
    if (!first) throw neverRuns(config)
  },
  stored: (_ctx, config) => withPayloadText(config),
  shownConfig: withPayload,
  async arm(ctx, { id, config }, before) {
    const now = new Date(ctx.platform.clock.now())
    const same = before !== null && isDeepStrictEqual(before.config, config)
    const next = scheduleOf(config).ticks(now.getTime()).next().value
    const armed = { decidedUntil: now, checkAt: next ? new Date(next.at) : null, queuedAt: null, armedAt: now }
    await ctx.db
      .insert(timers)
      .values({ triggerId: id, ...armed })
      .onConflictDoUpdate({
        target: timers.triggerId,
        set: same
          ? { armedAt: now }
          : // Never back: a tick that has a firing must not get a second one where the clock was set back.
            { ...armed, decidedUntil: sql`greatest(${timers.decidedUntil}, excluded.decided_until)` },
      })
    ctx.change.jobQueued(TIMERS_CHANGED)
  },
  async show(ctx, _fn, triggers) {
    const ids = triggers.map(({ id }) => id)
    const rows = await ctx.db.select().from(timers).where(inArray(timers.triggerId, ids))
    const decided = new Map(rows.map((row) => [row.triggerId, row.decidedUntil.getTime()]))
    const now = ctx.platform.clock.now()
    return triggers.map(({ id, enabled, config }) => {
      const next = enabled
        ? scheduleOf(config)
            .ticks(Math.max(now, decided.get(id) ?? now))
            .next().value
        : undefined
      const { payload } = withPayload(config)
      return {
        state: { nextFireAt: next ? new Date(next.at).toISOString() : null },
        payloadText: payload === undefined ? null : JSON.stringify(payload),
      }
    })
  },
  preview: async (ctx, _fn, trigger) => previewTimer(trigger, ctx.platform.clock.now()),
  ticks: (trigger, { from, to, max }) =>
    ticksBetween(scheduleOf(trigger.config), from - 1, to, max).map((tick) => ({
      at: tick.at,
      event: timerEvent(trigger, tick, 'backfill'),
    })),
  watch: runClock,
}

function neverRuns({ cron, at, end }: TimerTriggerConfig) {
  if (at !== undefined) return invalid('config.at', 'This time has passed')
  if (end !== undefined) return invalid('config.end', 'No tick is left before this')
  return invalid('config.cron', `"${cron}" names a day that never comes`)
}
