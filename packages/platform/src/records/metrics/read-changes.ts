import type { MetricChange } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, rowsOf, type Connection } from '../../database/connect.ts'
import { firstIdAt } from '../../database/ids.ts'
import type { TimeRange } from './time-range.ts'

const MOST = 200
/** An entry's id is made at most this long before its time. */
const LATE_MS = 60_000

interface ChangedFunction {
  id: string
  name: string
  spaceId: string
}

/** Suspensions and quotas of a function or its space, and the function's configuration: changes in a range, oldest first. */
export async function readChanges(
  connection: Connection,
  { id, name, spaceId }: ChangedFunction,
  range: Pick<TimeRange, 'from' | 'to'>,
): Promise<MetricChange[]> {
  const [from, to] = [range.from.toISOString(), range.to.toISOString()]
  // Suspended triggers, routes and keys have no function id either.
  const suspended = sql`u.space_id = ${spaceId} and u.part_kind is null and (u.function_id is null or u.function_id = ${id})`
  const rows = await rowsOf<{ at: string; kind: MetricChange['kind'] }>(
    connection,
    sql`
      select at, kind from (
        select u.since as at, 'suspended' as kind from suspensions u where ${suspended}
        union all
        select u.resumed_at, 'resumed' from suspensions u where ${suspended} and u.resumed_at is not null
        union all
        select a.at, case a.action when 'quotas:put' then 'quota' else 'configured' end from audit_entries a
        where a.space_id = ${spaceId} and a.outcome = 'done'
          and (a.action in ('functions:update', 'quotas:put') and a.target = ${`function ${name}`}
            or a.action = 'quotas:put' and a.target = (select 'space ' || s.name from spaces s where s.id = ${spaceId}))
          and a.id >= ${firstIdAt(range.from.getTime() - LATE_MS)} and a.id < ${firstIdAt(range.to.getTime())}
      ) changes
      where at >= ${from} and at < ${to} order by at desc limit ${MOST}`,
  )
  return rows.map(({ at, kind }) => ({ at: iso(at), kind })).toReversed()
}
