import { ALERT_LIMITS, invalid, type Alert, type PutAlert } from '@alcove/contract'
import { and, count, eq, inArray } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { inserted, type Put } from '../../database/put.ts'
import { alerts, alertTargets, functions } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { filterOf } from '../../records/logs/filter-of.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { requireRight } from './require-right.ts'
import { alertsOf, findAlert, named } from './alert-of.ts'
import { ALERTS_CHANGED } from './signal.ts'

type PutAlertInput = PutAlert & {
  alert: string
  /** ETags of the alert that the caller has seen. */
  expected?: Expected | undefined
}

/** Creates the rule or replaces it; its state stays until it is evaluated, which happens at once. */
export const putAlert = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutAlertInput }): Promise<Put<Alert>> => {
  const { alert: name, expected, ...rule } = input
  await requireCondition(ctx, rule)
  return change(ctx, async (ctx) => {
    await lockSpace(ctx)
    const [before] = await ctx.db.select({ rule: alerts.rule }).from(alerts).where(named(ctx, name)).for('update')
    requireExpected(expected, before ? etagOf(before.rule) : null, `The alert ${name}`)
    await requireTargets(ctx, rule.notify)
    const now = new Date(ctx.platform.clock.now())
    const set = {
      rule,
      enabled: rule.enabled,
      turnedAt: null,
      trouble: null,
      evaluateAt: now,
      changedBy: nameOf(ctx.actor),
      changedAt: now,
      // A rule that is switched off must not show an old state.
      ...(!rule.enabled && { state: 'ok' as const, since: now, value: null, toldAt: null }),
    }
    const [put] = await ctx.db
      .insert(alerts)
      .values({ id: newId(), spaceId: ctx.space.id, name, since: now, ...set })
      .onConflictDoUpdate({ target: [alerts.spaceId, alerts.name], set })
      .returning({ created: inserted })
    const [all] = await ctx.db.select({ n: count() }).from(alerts).where(eq(alerts.spaceId, ctx.space.id))
    if (all!.n > ALERT_LIMITS.alerts) {
      throw invalid('alert', `A space has at most ${ALERT_LIMITS.alerts} alerts: delete one first`)
    }
    await ctx.change.audit(put!.created ? 'alerts:create' : 'alerts:update', `alert ${name}`, {
      before: before?.rule ?? null,
      after: rule,
    })
    ctx.change.jobQueued(ALERTS_CHANGED)
    const [value] = await alertsOf(ctx, [await findAlert(ctx, name)])
    return { created: put!.created, value: value! }
  })
})

async function requireCondition(ctx: SpaceCtx, { condition }: PutAlert): Promise<void> {
  if (condition.type === 'logs') filterOf(condition.query)
  await requireRight(ctx, condition)
  if (!('function' in condition) || condition.function === undefined) return
  const here = and(eq(functions.spaceId, ctx.space.id), eq(functions.name, condition.function))
  const [found] = await ctx.db.select({ id: functions.id }).from(functions).where(here)
  if (!found) throw invalid('condition.function', `This space has no function "${condition.function}"`)
}

async function requireTargets(ctx: SpaceCtx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const found = await ctx.db
    .select({ name: alertTargets.name })
    .from(alertTargets)
    .where(and(eq(alertTargets.spaceId, ctx.space.id), inArray(alertTargets.name, [...names])))
    .for('key share')
  const missing = names.find((name) => !found.some((target) => target.name === name))
  if (missing !== undefined) throw invalid('notify', `This space has no alert target "${missing}"`)
}
