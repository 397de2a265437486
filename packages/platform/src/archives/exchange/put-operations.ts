import {
  SINK_SECRETS,
  type ArchivedBudget,
  type ArchivedGrant,
  type ArchivedSink,
  type PutAlert,
  type PutAlertTarget,
  type PutSink,
} from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { putAlert } from '../../monitoring/alerts/put-alert.ts'
import { putAlertTarget } from '../../monitoring/alerts/targets/put-target.ts'
import { putBudget } from '../../usage/budgets/put-budget.ts'
import { alertTargets } from '../../database/schema/index.ts'
import { deleteGrant } from '../../identity/grants/delete-grant.ts'
import { putGrant } from '../../identity/grants/put-grant.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { newWebhookSecret } from '../../kernel/outgoing/webhook-secret.ts'
import { putHost } from '../../triggers/routes/put-host.ts'
import { hostOf } from '../../monitoring/sinks/destinations/open-destination.ts'
import { putSink } from '../../monitoring/sinks/put-sink.ts'
import type { SpaceItem } from './space-item.ts'

interface Step {
  ctx: Changing<SpaceCtx>
  item: SpaceItem
  before: SpaceItem | null
}

export function putHostItem({ ctx, item }: Step): Promise<unknown> {
  return putHost({ ctx, input: { host: item.name } })
}

export async function putGrants({ ctx, item, before }: Step): Promise<void> {
  const { grants } = item.settings as ArchivedGrant
  const held = (before?.settings as ArchivedGrant | undefined)?.grants ?? []
  const same = (one: ArchivedGrant['grants'][number], other: typeof one) =>
    one.role === other.role && one.expiresAt === other.expiresAt
  for (const grant of grants) {
    const was = held.find((each) => each.function === grant.function)
    if (was && same(was, grant)) continue
    const { function: fn, ...rest } = grant
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await putGrant({ ctx, input: { subject: item.name, ...rest, ...(fn !== null && { function: fn }) } })
  }
  const gone = held.filter((was) => !grants.some((each) => each.function === was.function))
  await deleteGrants(ctx, item.name, gone)
}

export function removeGrants({ ctx, item }: Step): Promise<void> {
  return deleteGrants(ctx, item.name, (item.settings as ArchivedGrant).grants)
}

async function deleteGrants(ctx: Changing<SpaceCtx>, subject: string, gone: ArchivedGrant['grants']): Promise<void> {
  for (const { function: fn } of gone) {
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await deleteGrant({ ctx, input: { subject, ...(fn !== null && { function: fn }) } })
  }
}

export function putBudgetItem({ ctx, item }: Step): Promise<unknown> {
  return putBudget({ ctx, input: item.settings as ArchivedBudget })
}

export function putTargetItem({ ctx, item }: Step): Promise<unknown> {
  return putAlertTarget({ ctx, input: { target: item.name, settings: item.settings as PutAlertTarget } })
}

/** Targets that could not be imported are left out of the rule. */
export async function putAlertItem({ ctx, item }: Step): Promise<void> {
  const rule = item.settings as PutAlert
  const rows = await ctx.db
    .select({ name: alertTargets.name })
    .from(alertTargets)
    .where(eq(alertTargets.spaceId, ctx.space.id))
  const notify = rule.notify.filter((target) => rows.some(({ name }) => name === target))
  await putAlert({ ctx, input: { alert: item.name, ...rule, notify } })
}

/** An archive only names credentials: use a random one, and keep the sink paused until somebody sets it. */
export async function putSinkItem({ ctx, item, before }: Step): Promise<void> {
  const { secrets, ...settings } = item.settings as ArchivedSink
  const unset = secrets.length > 0 && !keepsSecret(item, before)
  const name = SINK_SECRETS[settings.type]
  const own = unset && name !== null ? { paused: true, config: { ...settings.config, [name]: newWebhookSecret() } } : {}
  await putSink({ ctx, input: { sink: item.name, settings: { ...settings, startAt: null, ...own } as PutSink } })
}

/** A credential is only kept for the host that it was entered for. */
export function keepsSecret(item: SpaceItem, before: SpaceItem | null): boolean {
  const was = before?.settings as ArchivedSink | undefined
  if (!was || was.secrets.length === 0) return false
  const now = item.settings as ArchivedSink
  return was.type === now.type && String(hostOf(was)) === String(hostOf(now))
}
