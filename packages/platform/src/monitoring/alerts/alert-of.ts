import { notFound, type Alert } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { iso, isoOrNull, rowsOf } from '../../database/connect.ts'
import { alerts } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'

const WEEK_MS = 7 * 86_400_000

export type AlertRow = typeof alerts.$inferSelect

export const named = (ctx: SpaceCtx, name: string) => and(eq(alerts.spaceId, ctx.space.id), eq(alerts.name, name))

/** @throws {AlcoveError} NotFound */
export async function findAlert(ctx: SpaceCtx, name: string): Promise<AlertRow> {
  const [row] = await ctx.db.select().from(alerts).where(named(ctx, name))
  if (!row) throw notFound('alert', name)
  return row
}

/** Alerts as they are shown, in the same order. */
export async function alertsOf(ctx: SpaceCtx, rows: readonly AlertRow[]): Promise<Alert[]> {
  const now = ctx.platform.clock.now()
  const weeks = await weeksOf(
    ctx,
    rows.map(({ id }) => id),
    now - WEEK_MS,
  )
  return rows.map((row) => {
    const { rule, silencedUntil, silencedBy, silencedFor } = row
    const isSilenced = silencedUntil !== null && silencedUntil.getTime() > now
    return {
      ...rule,
      name: row.name,
      state: row.state,
      since: iso(row.since),
      value: row.value,
      evaluatedAt: isoOrNull(row.evaluatedAt),
      trouble: row.trouble,
      silence: isSilenced ? { until: iso(silencedUntil), reason: silencedFor ?? '', by: silencedBy ?? '' } : null,
      week: weeks.get(row.id) ?? [],
      etag: etagOf(rule),
      changedBy: row.changedBy,
      changedAt: iso(row.changedAt),
    }
  })
}

interface Change {
  alert_id: string
  at: string
  state: Alert['state']
  silenced: boolean
}

/** The changes since `from`, and the last one before. */
async function weeksOf({ db }: SpaceCtx, ids: readonly string[], from: number): Promise<Map<string, Alert['week']>> {
  if (ids.length === 0) return new Map()
  const since = new Date(from).toISOString()
  const rows = await rowsOf<Change>(
    db,
    sql`
      select c.alert_id, c.at, c.state, c.silenced
      from unnest(${sql.param([...ids])}::uuid[]) as a (id) cross join lateral (
        (select * from alert_changes c where c.alert_id = a.id and c.at >= ${since} order by c.id desc limit 200)
        union all
        (select * from alert_changes c where c.alert_id = a.id and c.at < ${since} order by c.id desc limit 1)
      ) c order by c.id`,
  )
  const weeks = new Map<string, Alert['week']>()
  for (const { alert_id, at, state, silenced } of rows) {
    const week = weeks.get(alert_id) ?? []
    week.push({ at: iso(at), state, silenced })
    weeks.set(alert_id, week)
  }
  return weeks
}
