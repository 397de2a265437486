import type pg from 'pg'
import { bareArray, textArray } from './array-literal.ts'
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
      bareArray(lines.map(({ id }) => id)),
      bareArray(lines.map(({ call }) => call.spaceId)),
      bareArray(lines.map(({ call }) => call.functionId)),
      bareArray(lines.map(({ call }) => call.invocationId)),
      bareArray(lines.map(({ call }) => call.version)),
      bareArray(lines.map(({ line }) => line.time)),
      bareArray(lines.map(({ line }) => line.level)),
      textArray(lines.map(({ line }) => cleanText(line.message))),
      bareArray(lines.map(({ line }) => line.truncatedBytes)),
    ],
  })
}
