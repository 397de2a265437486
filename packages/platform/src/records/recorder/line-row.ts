import type { BinaryRows } from './binary-rows.ts'
import { cleanText } from './clean-text.ts'
import type { RecordedLine } from './recorded-line.ts'

const COLUMNS = 'id, space_id, function_id, invocation_id, version, time, level, message, truncated_bytes'
export const LOG_LINES = `log_lines (${COLUMNS})`

export function writeLine(rows: BinaryRows, { id, call, line }: RecordedLine): void {
  rows.row(9)
  rows.uuid(id)
  rows.uuid(call.spaceId)
  rows.uuid(call.functionId)
  rows.uuid(call.invocationId)
  rows.int4(call.version)
  rows.timestamp(line.time)
  rows.text(line.level)
  rows.text(cleanText(line.message))
  rows.int4(line.truncatedBytes)
}
