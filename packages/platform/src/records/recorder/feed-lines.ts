import type pg from 'pg'
import { cleanText } from './clean-text.ts'
import type { RecordedLine } from './recorded-line.ts'

/**
 * Puts lines into the feeds of the triggers that read them, in the transaction that stores the lines: a line is in both,
 * or in neither. The lock keeps the triggers there until the end of the transaction.
 */
export async function feedLines(client: pg.PoolClient, lines: readonly RecordedLine[]): Promise<void> {
  if (lines.length === 0) return
  const column = <T>(of: (line: RecordedLine) => T) => lines.map(of)
  await client.query({
    name: 'feed-lines',
    text: `
      with line as (
        select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
          $8::int[], $9::text[]) as line (id, function_id, invocation_id, time, level, message, trace_id, hops, lineage)
      ), listening as materialized (
        select t.id, source.id as source from triggers t
        join functions f on f.id = t.function_id
        join functions source on source.space_id = f.space_id and source.name = t.config ->> 'function'
        where t.type = 'log' and t.enabled and source.id = any(select distinct function_id from line)
          and source.id <> f.id
        order by t.id for key share of t
      )
      insert into log_feed (trigger_id, id, function_id, invocation_id, time, level, message, trace_id, hops, lineage)
      select listening.id, line.* from line join listening on listening.source = line.function_id`,
    values: [
      column(({ id }) => id),
      column(({ call }) => call.functionId),
      column(({ call }) => call.invocationId),
      column(({ line }) => new Date(line.time).toISOString()),
      column(({ line }) => line.level),
      column(({ line }) => cleanText(line.message)),
      column(({ call }) => call.traceId ?? ''),
      column(({ call }) => call.hops ?? 0),
      column(({ call }) => call.lineage ?? null),
    ],
  })
}
