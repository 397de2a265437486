import { notFound, type Trigger, type TriggerDay, type TriggerType } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { SpaceCtx } from '../kernel/context.ts'
import { iso, isoOrNull, rowsOf } from '../database/connect.ts'
import { firstIdAt } from '../database/ids.ts'
import { etagOf } from '../kernel/etag-of.ts'
import type { RawRow } from '../database/raw-row.ts'
import type { triggers } from '../database/schema/index.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

export interface TriggerRow extends RawRow<typeof triggers> {
  last_fired_at: string | null
  skipped: number
  succeeded: number
  failed: number
  dead: number
  lag: number | null
  /** By half an hour since `dayBegins`: its number, calls and failures. */
  strip: [number, number, number][] | null
}

const DAY_MS = 24 * 3600_000
const STEP_MS = 1800_000
const STEPS = DAY_MS / STEP_MS
/** Firings that its figures are about: one that fires each second has 86,400 a day. */
const FIRINGS_MAX = 2_000

/** Steps lie on the half hour, the present one included. */
const dayBegins = (now: number) => (Math.floor(now / STEP_MS) + 1) * STEP_MS - DAY_MS

/** Triggers of one function by name, with what they did in the last day. */
export async function readTriggers(
  ctx: SpaceCtx,
  functionId: string,
  where: SQL,
  limit: number,
): Promise<TriggerRow[]> {
  const since = dayBegins(ctx.platform.clock.now())
  return rowsOf<TriggerRow>(
    ctx.db,
    sql`
      select t.*, fired.last_at as last_fired_at, ledger.*, (
        select json_agg(json_build_array(step, invocations, failures)) from (
          select floor(extract(epoch from minute - ${new Date(since).toISOString()}::timestamptz) / ${STEP_MS / 1000})::int as step,
            sum(invocations)::int as invocations, sum(failures)::int as failures
          from trigger_minutes where function_id = t.function_id and trigger_name = t.name
            and minute >= ${new Date(since).toISOString()}
          group by step) as day) as strip
      from triggers t
      left join lateral (
        select last_at from trigger_minutes where function_id = t.function_id and trigger_name = t.name
        order by minute desc limit 1
      ) fired on true
      cross join lateral (
        select coalesce(sum(f.ticks) filter (where f.outcome = 'skipped'), 0)::int as skipped,
          (count(*) filter (where k.state = 'succeeded'))::int as succeeded,
          (count(*) filter (where f.outcome = 'failed' or k.state in ('failed', 'dead', 'expired')))::int as failed,
          (count(*) filter (where k.state = 'dead'))::int as dead,
          percentile_cont(0.95) within group (
            order by extract(epoch from f.at - coalesce(f.due_at, f.occurred_at))::float8 * 1000
          ) filter (where f.outcome = 'fired' and f.cause = 'source') as lag
        from (
          select * from firings where trigger_id = t.id and id >= ${firstIdAt(since)} order by id desc limit ${FIRINGS_MAX}
        ) f left join tasks k on k.space_id = f.space_id and k.id = f.task_id
      ) ledger
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

/** Also of what the secrets in it are sealed as: a replaced one is another state. */
export const etagOfTrigger = ({
  qualifier,
  enabled,
  config,
}: Pick<StoredTrigger, 'qualifier' | 'enabled' | 'config'>) => etagOf([qualifier, enabled, config])

function commonOf(row: TriggerRow) {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    qualifier: row.qualifier,
    enabled: row.enabled,
    pausedBy: row.paused_by,
    config: kindOf(row.type).shownConfig?.(row.config) ?? row.config,
    etag: etagOfTrigger(row),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    lastFiredAt: isoOrNull(row.last_fired_at),
    last24h: dayOf(row),
  }
}

function dayOf({ skipped, succeeded, failed, dead, lag, strip }: TriggerRow): TriggerDay {
  const invocations = Array.from({ length: STEPS }, () => 0)
  const failures = [...invocations]
  for (const [step, calls, bad] of strip ?? []) {
    if (step < 0 || step >= STEPS) continue
    invocations[step] = calls
    failures[step] = bad
  }
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    invocations: sum(invocations),
    failures: sum(failures),
    skipped,
    succeeded,
    failed,
    dead,
    lagP95Ms: lag === null ? null : Math.round(lag),
    strip: { invocations, failures },
  }
}
