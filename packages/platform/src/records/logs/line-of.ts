import type { LogLine } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { logLines } from '../../database/schema/index.ts'

export type LineRow = Omit<RawRow<typeof logLines>, 'space_id' | 'function_id'>

export const LINE_COLUMNS = sql`l.id, l.time, l.level, l.message, l.truncated_bytes, l.invocation_id, l.version`

export function lineOf(fn: string, row: LineRow): LogLine {
  return {
    id: row.id,
    time: iso(row.time),
    level: row.level,
    message: row.message,
    truncatedBytes: row.truncated_bytes,
    invocationId: row.invocation_id,
    function: fn,
    version: row.version,
  }
}
