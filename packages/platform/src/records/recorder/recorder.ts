import type { CapturedLine, InvocationRecord, LogLine } from '@alcove/contract'
import { openPool } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import type { LogListeners } from '../logs/log-listeners.ts'
import type { LogTail } from '../logs/log-tail.ts'
import type { Disk } from '../../kernel/disk.ts'
import type { Log } from '../../kernel/log.ts'
import { Batch, type Part } from './batch.ts'
import type { RecordedCall, RecordedLine } from './recorded-line.ts'
import { Refusals } from './refusals.ts'
import type { SinkSpaces } from './sink-spaces.ts'
import { mustWait, SpaceLoads } from './space-loads.ts'
import type { SpanRules } from './span-rules.ts'
import { SpanSampling } from './span-sampling.ts'
import { WriteBehind, type Backlog } from '../write-behind.ts'
import { writeBatch } from './write-batch.ts'

/**
 * Records calls and their log lines off the hot path. When too many records wait, it drops none, but makes the callers
 * of the spaces that have most of them wait. A full disk does not empty itself: then it records calls without payloads,
 * and on a fuller one without lines. When even that fails, it drops the oldest records and logs how many.
 */
export interface Recorder {
  /** Returns a promise while too many records wait: await it before taking the next call. */
  record(record: InvocationRecord): void | Promise<void>
  /** Records a refused call. Refusals of one kind within a minute share a row: the returned id is that row's. */
  refuse(record: InvocationRecord): { id: string; room: void | Promise<void> }
  log(call: RecordedCall, line: CapturedLine): void
  /** What waits to be stored. */
  backlog(): Backlog
  /** Whether everything accepted before this call is stored, after at most `patienceMs`. */
  flush(patienceMs?: number): Promise<boolean>
  /** Writes what waits. Gives up after `patienceMs` if the database is unreachable. */
  close(patienceMs?: number): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    recorder: Recorder
  }
}

/** One batch is one transaction. */
const BATCH_LIMIT = { entries: 4_000, bytes: 8 * 2 ** 20 }
const HIGH_WATER = { entries: 20_000, bytes: 64 * 2 ** 20 }

interface RecorderOptions {
  databaseUrl: string
  disk: Disk
  tail: LogTail
  listeners: Pick<LogListeners, 'has'>
  sinkSpaces: Pick<SinkSpaces, 'has'>
  spanRules: Pick<SpanRules, 'of'>
  /** Lines that triggers read are stored. */
  onFed(): void
  /** Issues opened or came back. */
  onIssues(): void
  log: Log
}

export function openRecorder(options: RecorderOptions): Recorder {
  const { disk, listeners, log, onFed, onIssues, sinkSpaces, spanRules, tail } = options
  // A pool of its own: records must not wait behind statements of the API.
  const pool = openPool({ connectionString: options.databaseUrl, max: 2, application_name: 'alcove-recorder' })
  /** What each space has waiting in full batches. The open batch counts its own. */
  const sealed = new SpaceLoads()
  const refusals = new Refusals()
  const queue = new WriteBehind<Batch, Part>({
    what: 'records',
    batchLimit: BATCH_LIMIT,
    highWater: HIGH_WATER,
    drops: () => disk.full,
    disk,
    log,
    newBatch: (stored) => new Batch(stored),
    write: (id, batch, part) => writeBatch(pool, id, batch, part, sinkSpaces),
    onSeal: (batch) => sealed.merge(batch.spaces, 1),
    onSettle: (batch) => {
      sealed.merge(batch.spaces, -1)
      if (batch.fed.length > 0) onFed()
      if (batch.issues.unannounced) onIssues()
    },
  })

  /** Returns a promise when the space that added a record must wait. */
  function roomFor(spaceId: string): void | Promise<void> {
    if (!queue.full) return
    const [before, now] = [sealed.of(spaceId), queue.open.spaces.of(spaceId)]
    const own = {
      entries: (before?.entries ?? 0) + (now?.entries ?? 0),
      bytes: (before?.bytes ?? 0) + (now?.bytes ?? 0),
    }
    if (mustWait(own, sealed.size, HIGH_WATER)) return queue.room()
  }

  const adderOf = (spaceId: string) => (sinkSpaces.has(spaceId) ? addWatchedInvocation : addInvocation)
  const sampling = new SpanSampling()

  function kept(record: InvocationRecord): InvocationRecord {
    const { functionId, report, startedAt } = record
    const sampled =
      !report.spans || sampling.keeps(functionId, report, spanRules.of(record.spaceId), startedAt)
        ? record
        : withoutSpans(record)
    return disk.full ? withoutPayloads(sampled, disk.scarce) : sampled
  }

  return {
    record(record) {
      queue.accept(adderOf(record.spaceId), kept(record), describeInvocation)
      return roomFor(record.spaceId)
    },

    refuse(record) {
      const repeated = refusals.find(record)
      if (repeated === null) queue.accept(adderOf(record.spaceId), kept(record), describeInvocation)
      else queue.accept((batch) => batch.addRepeat(record, repeated), record, describeInvocation)
      return { id: repeated?.id ?? record.id, room: roomFor(record.spaceId) }
    },

    log(call, line) {
      const id = newId()
      const recorded = { call, id, line }
      const isFed = call.synthetic !== true && listeners.has(call.functionId)
      const add = sinkSpaces.has(call.spaceId)
        ? isFed
          ? addWatchedFedLine
          : addWatchedLine
        : isFed
          ? addFedLine
          : addLine
      if (!disk.scarce) queue.accept(add, recorded, () => ({ kind: 'line', invocationId: call.invocationId }))
      tail.publish(call, () => logLineOf(recorded))
    },

    backlog: () => queue.backlog,

    flush: (patienceMs) => queue.flush(patienceMs),

    async close(patienceMs) {
      const stored = await queue.close(patienceMs)
      const ended = pool.end()
      if (stored) await ended
    },
  }
}

function logLineOf({ call, id, line }: RecordedLine): LogLine {
  return {
    id,
    time: new Date(line.time).toISOString(),
    level: line.level,
    message: line.message,
    truncatedBytes: line.truncatedBytes,
    invocationId: call.invocationId,
    function: call.function,
    version: call.version,
  }
}

const describeInvocation = ({ id }: InvocationRecord) => ({ kind: 'invocation', invocationId: id })

/** Where lines are not kept either, marks the log as cut, so that readers know that some are missing. */
function withoutPayloads(record: InvocationRecord, alsoLines: boolean): InvocationRecord {
  const logsTruncated = record.report.logsTruncated || (alsoLines && record.report.logLines > 0)
  return { ...record, input: null, output: null, report: { ...record.report, logsTruncated } }
}

function withoutSpans(record: InvocationRecord): InvocationRecord {
  const { spans, dropped } = record.report.spans!
  return { ...record, report: { ...record.report, spans: { spans: [], dropped: dropped + spans.length } } }
}

const addInvocation = (batch: Batch, record: InvocationRecord): void => batch.addInvocation(record)
const addWatchedInvocation = (batch: Batch, record: InvocationRecord): void => batch.addWatchedInvocation(record)
const addWatchedFedLine = (batch: Batch, line: RecordedLine): void => batch.addWatchedLine(line, true)
const addWatchedLine = (batch: Batch, line: RecordedLine): void => batch.addWatchedLine(line, false)
const addFedLine = (batch: Batch, line: RecordedLine): void => batch.addFedLine(line)
const addLine = (batch: Batch, line: RecordedLine): void => batch.addLine(line)
