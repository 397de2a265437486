import type { ExecutionError, TaskState } from '@alcove/contract'
import { cleanJson } from '../../records/recorder/clean-text.ts'

/** What a destination gets. */
export interface TaskResult {
  taskId: string
  space: string
  function: string
  qualifier: string
  state: TaskState
  attempts: number
  acceptedAt: string
  endedAt: string
  error: ExecutionError | null
  /** JSON text; null when it is too large, or there is none. */
  event: Uint8Array | null
  output: Uint8Array | null
}

/** As JSON. Event and output are put in as they are, where they are JSON. */
export function resultBody({ event, output, ...facts }: TaskResult): Buffer {
  const head = cleanJson(JSON.stringify({ version: '1.0', ...facts }))
  return Buffer.from(`${head.slice(0, -1)},"event":${jsonOf(event)},"output":${jsonOf(output)}}`)
}

function jsonOf(bytes: Uint8Array | null): string {
  if (bytes === null) return 'null'
  const text = Buffer.from(bytes).toString('utf8')
  try {
    JSON.parse(text)
    return text
  } catch {
    return 'null'
  }
}
