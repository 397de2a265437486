import type { SinkDataset } from '@alcove/contract'
import { firstIdAt } from '../../../database/ids.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { minuteKey, SINK_GRACE_MS, SINK_MINUTE_GRACE_MS } from '../../../records/recorder/note-late.ts'
import { readCalls, readCallsById, recordOfCall } from './read-calls.ts'
import { readLines } from './read-lines.ts'
import { readMinutes, readMinutesByKey } from './read-minutes.ts'
import type { Dataset, ReadRange, ReadRecords, SinkRecord } from './sink-record.ts'
import { spansOfCall } from './spans-of-call.ts'

/** A call may have a hundred spans of 64 KB. */
const CALLS_AT_A_TIME = 200
const NOBODY = '00000000-0000-0000-0000-000000000000'
const byId: Dataset = { graceMs: SINK_GRACE_MS, positionAt: firstIdAt }

export const DATASETS: Readonly<Record<SinkDataset, Dataset>> = {
  logs: byId,
  invocations: byId,
  traces: byId,
  metrics: {
    graceMs: SINK_MINUTE_GRACE_MS,
    positionAt: (time) => minuteKey(Math.floor(time / 60_000) * 60_000, NOBODY, 0),
  },
}

export function readRecords(ctx: SpaceCtx, dataset: SinkDataset, range: ReadRange): Promise<ReadRecords> {
  switch (dataset) {
    case 'logs':
      return readLines(ctx, range)
    case 'invocations':
      return readCalls(ctx, range, recordOfCall)
    case 'traces':
      return readCalls(ctx, { ...range, limit: Math.min(range.limit, CALLS_AT_A_TIME) }, spansOfCall)
    case 'metrics':
      return readMinutes(ctx, range)
  }
}

/** Records by their ids; lines are found elsewhere. */
export function readById(
  ctx: SpaceCtx,
  dataset: Exclude<SinkDataset, 'logs'>,
  ids: readonly string[],
): Promise<SinkRecord[]> {
  if (dataset === 'metrics') return readMinutesByKey(ctx, ids)
  return readCallsById(ctx, ids, dataset === 'traces' ? spansOfCall : recordOfCall)
}
