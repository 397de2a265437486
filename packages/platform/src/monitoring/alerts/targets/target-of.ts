import { notFound, type AlertTarget, type AlertTargetSettings } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { isoOrNull } from '../../../database/connect.ts'
import { alerts, alertTargets } from '../../../database/schema/index.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { etagOf } from '../../../kernel/etag-of.ts'
import { withoutPath } from '../../../kernel/outgoing/without-path.ts'

export type TargetRow = typeof alertTargets.$inferSelect

export const namedTarget = (ctx: SpaceCtx, name: string) =>
  and(eq(alertTargets.spaceId, ctx.space.id), eq(alertTargets.name, name))

/** @throws {AlcoveError} NotFound */
export async function findTarget(ctx: SpaceCtx, name: string): Promise<TargetRow> {
  const [row] = await ctx.db.select().from(alertTargets).where(namedTarget(ctx, name))
  if (!row) throw notFound('alert target', name)
  return row
}

export async function targetsOf(ctx: SpaceCtx, rows: readonly TargetRow[]): Promise<AlertTarget[]> {
  const uses = await ctx.db
    .select({ name: alerts.name, notify: sql<string[]>`${alerts.rule} -> 'notify'` })
    .from(alerts)
    .where(eq(alerts.spaceId, ctx.space.id))
  return rows.map(({ name, settings, sealed, lastAt, lastOk, lastDetail }) => ({
    name,
    etag: etagOf([settings, sealed]),
    settings: ctx.space.actions.has('triggers:write') ? settings : shownToAll(settings),
    usedBy: uses.filter(({ notify }) => notify.includes(name)).map((alert) => alert.name),
    lastAt: isoOrNull(lastAt),
    lastOk,
    lastDetail,
  }))
}

/** As everyone sees them, also in the audit log. */
export function shownToAll(settings: AlertTargetSettings): AlertTargetSettings {
  return settings.type === 'webhook' ? { ...settings, url: withoutPath(settings.url) } : settings
}
