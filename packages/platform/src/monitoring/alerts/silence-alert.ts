import { invalid, notFound, type Alert, type SilenceAlert } from '@alcove/contract'
import { iso } from '../../database/connect.ts'
import { alerts } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { alertsOf, named, type AlertRow } from './alert-of.ts'
import { ALERTS_CHANGED } from './signal.ts'

/** Sends no messages until then. States are still recorded. */
export const silenceAlert = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: SilenceAlert & { alert: string } }): Promise<Alert> => {
    const { alert, until, reason } = input
    if (Date.parse(until) <= ctx.platform.clock.now()) throw invalid('until', 'Must lie in the future')
    const silence = { silencedUntil: new Date(until), silencedBy: nameOf(ctx.actor), silencedFor: reason }
    return write(ctx, alert, silence, 'alerts:silence')
  },
)

/** Ends a silence early: sends messages about what fires now. */
export const endSilence = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { alert: string } }): Promise<Alert> =>
  write(ctx, input.alert, { silencedUntil: null, silencedBy: null, silencedFor: null }, 'alerts:end-silence'),
)

type Silence = Pick<typeof alerts.$inferInsert, 'silencedUntil' | 'silencedBy' | 'silencedFor'>

function write(ctx: SpaceCtx, name: string, silence: Silence, action: string): Promise<Alert> {
  return change(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(alerts).where(named(ctx, name)).for('update')
    if (!before) throw notFound('alert', name)
    const [row] = await ctx.db
      .update(alerts)
      .set({ ...silence, evaluateAt: new Date(ctx.platform.clock.now()) })
      .where(named(ctx, name))
      .returning()
    await ctx.change.audit(action, `alert ${name}`, { before: silenceOf(before), after: silenceOf(row!) })
    ctx.change.jobQueued(ALERTS_CHANGED)
    return (await alertsOf(ctx, [row!]))[0]!
  })
}

function silenceOf({ silencedUntil, silencedFor }: AlertRow) {
  return silencedUntil && { until: iso(silencedUntil), reason: silencedFor }
}
