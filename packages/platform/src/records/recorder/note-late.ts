import type pg from 'pg'
import { firstIdAt } from '../../database/ids.ts'

/*
 * Sinks read records in the order of their ids, up to some seconds ago. An id contains the time a call began, and a server
 * may have waited for the database: records stored later than sinks expect are listed for them, in the same transaction.
 */

/** A record that is older than this when it is stored is late. Sinks read what is older than SINK_GRACE_MS. */
const LATE_MS = 4_000
/** The rest is for the commit, and for clocks that differ. */
export const SINK_GRACE_MS = 15_000
/** The same for the minutes of metrics, counted from their beginning. */
const LATE_MINUTE_MS = 90_000
export const SINK_MINUTE_GRACE_MS = 180_000

/** Records of spaces with sinks: the first column of their key, and their id. */
export interface Watched {
  invocations: { owner: string; id: string }[]
  lines: { owner: string; id: string }[]
}

export interface WatchedMinute {
  spaceId: string
  functionId: string
  version: number
  /** Milliseconds since the epoch. */
  at: number
}

export async function noteLate(
  client: pg.PoolClient,
  { invocations, lines }: Watched,
  minutes: readonly WatchedMinute[],
  now: number,
): Promise<void> {
  const first = firstIdAt(now - LATE_MS)
  for (const [name, text, all] of [
    ['late-calls', CALLS, invocations],
    ['late-lines', LINES, lines],
  ] as const) {
    const late = all.filter(({ id }) => id < first)
    if (late.length === 0) continue
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await client.query({ name, text, values: [late.map(({ owner }) => owner), late.map(({ id }) => id)] })
  }
  const lateMinutes = minutes.filter(({ at }) => at < now - LATE_MINUTE_MS)
  if (lateMinutes.length > 0) {
    const keys = lateMinutes.map(({ functionId, version, at }) => minuteKey(at, functionId, version))
    await client.query({ name: 'late-minutes', text: MINUTES, values: [lateMinutes.map((row) => row.spaceId), keys] })
  }
}

/** Names a row of metric_minutes, in the order in which sinks read them. */
export function minuteKey(at: number, functionId: string, version: number): string {
  return `${new Date(at).toISOString()} ${functionId} ${version}`
}

const CALLS = `
  insert into sink_late (sink_id, dataset, id)
  select s.id, d.dataset, i.id::text from unnest($1::uuid[], $2::uuid[]) as late (space_id, id)
  join invocations i on i.space_id = late.space_id and i.id = late.id
  join sinks s on s.space_id = i.space_id cross join lateral unnest(s.datasets) as d (dataset)
  where d.dataset in ('invocations', 'traces')
  on conflict do nothing`

const LINES = `
  insert into sink_late (sink_id, dataset, id, record)
  select s.id, 'logs', l.id::text, jsonb_build_object('id', l.id, 'functionId', l.function_id,
    'time', extract(epoch from l.time) * 1000, 'level', l.level, 'message', l.message,
    'truncatedBytes', l.truncated_bytes, 'invocationId', l.invocation_id, 'version', l.version)
  from unnest($1::uuid[], $2::uuid[]) as late (function_id, id)
  join log_lines l on l.function_id = late.function_id and l.id = late.id
  join sinks s on s.space_id = l.space_id and 'logs' = any(s.datasets)
  on conflict do nothing`

const MINUTES = `
  insert into sink_late (sink_id, dataset, id)
  select s.id, 'metrics', late.key from unnest($1::uuid[], $2::text[]) as late (space_id, key)
  join sinks s on s.space_id = late.space_id and 'metrics' = any(s.datasets)
  on conflict do nothing`
