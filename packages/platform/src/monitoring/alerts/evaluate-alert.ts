import { AlcoveError } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { alertChanges, alerts, alertTargets, spaces } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { change } from '../../kernel/change.ts'
import type { Changing, Ctx, SpaceCtx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { AlertRow } from './alert-of.ts'
import type { AlertMessage } from './alert-message.ts'
import { nextState, tell, type AlertValue } from './next-state.ts'
import { TELL_JOB } from './signal.ts'
import { readValue } from './values/read-value.ts'

/** Reads the value of an alert and stores what follows from it: state, history, events and notifications. */
export async function evaluateAlert(platform: Platform, id: string): Promise<void> {
  const [found] = await platform.db
    .select({ alert: alerts, space: spaces.name })
    .from(alerts)
    .innerJoin(spaces, eq(spaces.id, alerts.spaceId))
    .where(and(eq(alerts.id, id), eq(alerts.enabled, true)))
  if (!found) return
  const asked: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'alerts' }, requestId: newId() }
  const ctx = await authorize({ ctx: asked, action: 'metrics:read', space: found.space })
  const now = platform.clock.now()
  const { value, trouble } = await valueOrTrouble(ctx, found.alert, now)
  await change(ctx, async (ctx) => {
    const [row] = await ctx.db.select().from(alerts).where(eq(alerts.id, id)).for('update')
    // It was replaced meanwhile, and is due again.
    if (!row?.enabled || row.changedAt.getTime() !== found.alert.changedAt.getTime()) return
    await record(ctx, row, value, trouble, now)
  })
}

async function valueOrTrouble(
  ctx: SpaceCtx,
  { rule }: AlertRow,
  now: number,
): Promise<{ value: AlertValue; trouble: string | null }> {
  try {
    return { value: await readValue(ctx, rule, now), trouble: null }
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    return { value: { value: null, enough: true }, trouble: error.message }
  }
}

async function record(
  ctx: Changing<SpaceCtx>,
  row: AlertRow,
  given: AlertValue,
  trouble: string | null,
  now: number,
): Promise<void> {
  const { id, rule } = row
  const before = { state: row.state, since: row.since.getTime(), turnedAt: row.turnedAt?.getTime() ?? null }
  const after = nextState(rule, before, given, now)
  const silenced = row.silencedUntil !== null && row.silencedUntil.getTime() > now
  const firing = after.state === 'firing'
  const told = tell({ firing, silenced, toldAt: row.toldAt?.getTime() ?? null, repeatMinutes: rule.repeatMinutes }, now)
  const at = new Date(now)
  await ctx.db
    .update(alerts)
    .set({
      state: after.state,
      since: new Date(after.since),
      turnedAt: after.turnedAt === null ? null : new Date(after.turnedAt),
      value: given.value,
      trouble,
      evaluatedAt: at,
      ...(told !== null && { toldAt: told === 'firing' ? at : null }),
    })
    .where(eq(alerts.id, id))
  const url = `${ctx.platform.origin}/s/${ctx.space.name}/alerts?alert=${row.name}`
  const message = {
    space: ctx.space.name,
    alert: row.name,
    description: rule.description,
    condition: rule.condition,
    comparison: rule.comparison,
    threshold: rule.threshold,
    value: given.value,
    since: new Date(after.since).toISOString(),
    url,
  }
  if (after.state !== before.state) {
    await ctx.db
      .insert(alertChanges)
      .values({ id: newId(), alertId: id, at, state: after.state, silenced, value: given.value })
    if (firing || before.state === 'firing') {
      const type = firing ? ('alcove.alert.firing' as const) : ('alcove.alert.resolved' as const)
      const source = `/spaces/${ctx.space.name}/alerts/${row.name}`
      await publishEvents(ctx, ctx.space.id, [{ type, source, subject: row.name, data: { ...message, silenced } }])
    }
  }
  if (told !== null) await tellTargets(ctx, rule.notify, { type: `alcove.alert.${told}`, ...message })
}

async function tellTargets(ctx: Changing<SpaceCtx>, names: readonly string[], message: AlertMessage): Promise<void> {
  if (names.length === 0) return
  const targets = await ctx.db
    .select({ id: alertTargets.id })
    .from(alertTargets)
    .where(and(eq(alertTargets.spaceId, ctx.space.id), inArray(alertTargets.name, [...names])))
  for (const { id: target } of targets) {
    // oxlint-disable-next-line no-await-in-loop -- one connection, few targets
    await queueJob(ctx, { kind: TELL_JOB, key: newId(), spaceId: ctx.space.id, payload: { target, message } })
  }
}
