import type pg from 'pg'
import { cleanText } from './clean-text.ts'
import type { RecordedLine } from './recorder.ts'

export async function insertLines(client: pg.PoolClient, lines: RecordedLine[]): Promise<void> {
  await client.query({
    name: 'insert-lines',
    text: `
      insert into log_lines (id, space_id, function_id, invocation_id, version, time, level, message, truncated_bytes)
      select id, space_id, function_id, invocation_id, version, to_timestamp(time / 1000.0), level, message, truncated
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::float8[], $7::text[], $8::text[], $9::int[])
        as line (id, space_id, function_id, invocation_id, version, time, level, message, truncated)`,
    values: [
      lines.map(({ id }) => id),
      lines.map(({ call }) => call.spaceId),
      lines.map(({ call }) => call.functionId),
      lines.map(({ call }) => call.invocationId),
      lines.map(({ call }) => call.version),
      lines.map(({ line }) => line.time),
      lines.map(({ line }) => line.level),
      lines.map(({ line }) => cleanText(line.message)),
      lines.map(({ line }) => line.truncatedBytes),
    ],
  })
}
