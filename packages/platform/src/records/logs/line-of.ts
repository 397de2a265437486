import type { LogLevel, LogLine } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'

export interface LineRow {
  id: string
  time: string
  level: LogLevel
  message: string
  truncated_bytes: number
  invocation_id: string
  version: number | null
}

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
