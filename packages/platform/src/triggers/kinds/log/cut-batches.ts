import { LOG_TRIGGER_LIMITS, type LogTriggerConfig } from '@alcove/contract'

interface Line {
  message: string
  /** When it was stored, in milliseconds since the epoch. */
  fedAt: number
}

interface Cut<L> {
  batches: L[][]
  /** Lines that wait for others. */
  waiting: L[]
  /** When the oldest of them has waited long enough; null: none waits. */
  dueAt: number | null
}

/** Cuts lines into batches: full ones, and one that has waited long enough. */
export function cutBatches<L extends Line>(
  lines: readonly L[],
  { batchSize, batchWindowSeconds }: LogTriggerConfig,
  now: number,
): Cut<L> {
  const batches: L[][] = []
  let open: L[] = []
  let length = 0
  for (const line of lines) {
    if (open.length > 0 && length + line.message.length > LOG_TRIGGER_LIMITS.batchLength) {
      batches.push(open)
      open = []
      length = 0
    }
    open.push(line)
    length += line.message.length
    if (open.length === batchSize) {
      batches.push(open)
      open = []
      length = 0
    }
  }
  if (open.length === 0) return { batches, waiting: [], dueAt: null }
  const dueAt = Math.min(...open.map(({ fedAt }) => fedAt)) + batchWindowSeconds * 1000
  if (dueAt <= now) return { batches: [...batches, open], waiting: [], dueAt: null }
  return { batches, waiting: open, dueAt }
}
