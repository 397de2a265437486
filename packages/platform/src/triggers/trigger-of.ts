import { notFound, type Trigger, type TriggerType } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { SpaceCtx } from '../kernel/context.ts'
import { iso, isoOrNull, rowsOf } from '../database/connect.ts'
import type { RawRow } from '../database/raw-row.ts'
import type { triggers } from '../database/schema/index.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

export interface TriggerRow extends RawRow<typeof triggers> {
  last_fired_at: string | null
  invocations: number
  failures: number
}

/** Triggers of one function by name, with what they caused in the last day. */
export async function readTriggers(
  ctx: SpaceCtx,
  functionId: string,
  where: SQL,
  limit: number,
): Promise<TriggerRow[]> {
  const since = new Date(ctx.platform.clock.now() - 24 * 3600_000).toISOString()
  return rowsOf<TriggerRow>(
    ctx.db,
    sql`
      select t.*, fired.last_at as last_fired_at, coalesce(day.invocations, 0)::int as invocations,
        coalesce(day.failures, 0)::int as failures
      from triggers t
      left join lateral (
        select last_at from trigger_minutes where function_id = t.function_id and trigger_name = t.name
        order by minute desc limit 1
      ) fired on true
      left join lateral (
        select sum(invocations) as invocations, sum(failures) as failures from trigger_minutes
        where function_id = t.function_id and trigger_name = t.name and minute >= ${since}
      ) day on true
      where t.function_id = ${functionId} and ${where}
      order by t.name
      limit ${limit}`,
  )
}

export async function readTrigger(ctx: SpaceCtx, functionId: string, name: string): Promise<TriggerRow> {
  const [row] = await readTriggers(ctx, functionId, sql`t.name = ${name}`, 1)
  if (!row) throw notFound('trigger', name)
  return row
}

export function storedOf(row: RawRow<typeof triggers>): StoredTrigger {
  const { id, function_id: functionId, name, type, qualifier, enabled, config } = row
  return { id, functionId, name, type, qualifier, enabled, config } as StoredTrigger
}

/** Triggers of the function `fn` as the API shows them, in the order of the rows. */
export async function triggersOf(ctx: SpaceCtx, fn: string, rows: readonly TriggerRow[]): Promise<Trigger[]> {
  const shown = new Map<string, object>()
  for (const [type, ofType] of Map.groupBy(rows, (row): TriggerType => row.type)) {
    const parts = await kindOf(type).show(ctx, fn, ofType.map(storedOf))
    for (const [index, part] of parts.entries()) shown.set(ofType[index]!.id, part)
  }
  return rows.map((row) => ({ ...commonOf(row), ...shown.get(row.id) }) as Trigger)
}

function commonOf(row: TriggerRow) {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    qualifier: row.qualifier,
    enabled: row.enabled,
    pausedBy: row.paused_by,
    config: kindOf(row.type).shownConfig?.(row.config) ?? row.config,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    lastFiredAt: isoOrNull(row.last_fired_at),
    last24h: { invocations: row.invocations, failures: row.failures },
  }
}
