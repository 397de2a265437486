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
 * The buckets and hosts that functions use. Spans that are not kept are counted in: calls of a function that have none for
 * this reason are taken to have done what its other calls did.
 */
export async function readReaches(
  db: Connection,
  ctx: SpaceCtx,
  { from, to }: TimeSpan,
  readable: ReadonlyMap<string, string>,
): Promise<ServiceReach[]> {
  const here = sql`space_id = ${ctx.space.id} and id >= ${firstIdAt(from)} and id < ${firstIdAt(to)}
    and start is not null and function_id = any(${sql.param([...readable.keys()])}::uuid[])`
  const rows = await rowsOf<Row>(
    db,
    sql`
      with recent as materialized (
        select function_id, extras::text as extras from invocations where ${here} order by id desc limit ${SAMPLED}
      ), totals as (
        select function_id, count(*) as calls from invocations where ${here} group by 1
      ), known as (
        select function_id, count(*) as calls from recent
        where extras like '%"spans":[{%' or extras not like '%"droppedSpans":%' group by 1
      ), spans as (
        select function_id, span from recent, jsonb_array_elements(extras::jsonb -> 'spans') as span
        where extras like '%"spans":[{%'
      ), reached as (
        select function_id, span -> 'error' <> 'null' as failed, (span ->> 'durationMs')::float8 as ms,
          case when span ->> 'name' like 'bucket.%' then 'bucket' else 'host' end as kind,
          case when span ->> 'name' like 'bucket.%' then span #>> '{attributes,bucket}'
            else span #>> '{attributes,server.address}' end as name
        from spans where span ->> 'kind' = 'client'
      )
      select function_id, kind, name,
        round(count(*) * max(totals.calls)::numeric / max(known.calls))::int as calls,
        round(count(*) filter (where failed) * max(totals.calls)::numeric / max(known.calls))::int as failures,
        percentile_cont(0.95) within group (order by ms) as p95_ms
      from reached join totals using (function_id) join known using (function_id)
      where name is not null
      group by 1, 2, 3 order by calls desc limit ${REACHES}`,
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
