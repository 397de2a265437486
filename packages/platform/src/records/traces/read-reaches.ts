import type { ServiceReach } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { firstIdAt } from '../../database/ids.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import type { TimeSpan } from '../invocations/sample-calls.ts'

/** The newest calls of the range, whose spans are read: they lie in JSON, and no index knows them. */
const SAMPLED = 20_000
const REACHES = 200

interface Row {
  function_id: string
  kind: ServiceReach['kind']
  name: string
  calls: number
  failures: number
  p95_ms: number
}

/**
 * The buckets and hosts that functions use. A kept span stands for those that are not: calls that failed or were slow keep
 * theirs and stand for themselves, and ordinary calls stand for the ordinary calls of the same function and minute. One
 * weight for both would count each failure as often as there are calls without spans.
 */
export async function readReaches(
  db: Connection,
  ctx: SpaceCtx,
  { from, to }: TimeSpan,
  readable: ReadonlyMap<string, string>,
): Promise<ServiceReach[]> {
  const here = sql`space_id = ${ctx.space.id} and id >= ${firstIdAt(from)} and id < ${firstIdAt(to)}
    and start is not null and function_id = any(${sql.param([...readable.keys()])}::uuid[])`
  // By the rule of today: changing it makes the estimate of earlier calls coarser.
  const slowMs = sql`(select (span_sampling ->> 'slowMs')::float8 from spaces where id = ${ctx.space.id})`
  const always = sql`(status <> 'success' or duration_ms >= ${slowMs}) as always`
  const rows = await rowsOf<Row>(
    db,
    sql`
      with recent as materialized (
        select function_id, ${always}, date_trunc('minute', started_at) as minute, extras::text as extras
        from invocations where ${here} order by id desc limit ${SAMPLED}
      ), totals as (
        select function_id, ${always}, count(*)::float8 as calls from invocations where ${here} group by 1, 2
      ), sampled as (
        select function_id, always, count(*) as calls from recent group by 1, 2
      ), traced as materialized (
        select function_id, always, minute, extras::jsonb -> 'spans' as spans,
          coalesce((extras::jsonb ->> 'droppedSpans')::int, 0) as dropped
        from recent where extras like '%"spans":[%'
      ), weights as (
        select function_id, always, minute, 1 + sum(dropped)::float8 / sum(jsonb_array_length(spans)) as weight
        from traced group by 1, 2, 3 having sum(jsonb_array_length(spans)) > 0
      ), reached as (
        select function_id, span -> 'error' <> 'null' as failed, (span ->> 'durationMs')::float8 as ms,
          case when span ->> 'name' like 'bucket.%' then 'bucket' else 'host' end as kind,
          case when span ->> 'name' like 'bucket.%' then span #>> '{attributes,bucket}'
            else span #>> '{attributes,server.address}' end as name,
          weight * totals.calls / sampled.calls as weight
        from traced join weights using (function_id, always, minute)
          join totals using (function_id, always) join sampled using (function_id, always),
          jsonb_array_elements(spans) as span
        where span ->> 'kind' = 'client'
      ), ranked as (
        select *, sum(weight) over (partition by function_id, kind, name order by ms) as until,
          sum(weight) over (partition by function_id, kind, name) as whole
        from reached where name is not null
      )
      select function_id, kind, name, round(sum(weight))::int as calls,
        round(coalesce(sum(weight) filter (where failed), 0))::int as failures,
        min(ms) filter (where until >= 0.95 * whole) as p95_ms
      from ranked group by 1, 2, 3 order by calls desc limit ${REACHES}`,
  )
  return rows.map(({ function_id, kind, name, calls, failures, p95_ms }) => ({
    from: readable.get(function_id)!,
    kind,
    name,
    calls,
    failures,
    p95Ms: p95_ms,
  }))
}
