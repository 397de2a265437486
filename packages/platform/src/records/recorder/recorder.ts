import { setTimeout as sleep } from 'node:timers/promises'
import { AlcoveError, type CapturedLine, type InvocationRecord, type LogLine } from '@alcove/contract'
import { openPool } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import type { LogTail } from '../logs/log-tail.ts'
import type { Disk } from '../../kernel/disk.ts'
import type { Log } from '../../kernel/log.ts'
import { Batch, type Part } from './batch.ts'
import type { RecordedCall, RecordedLine } from './recorded-line.ts'
import { Refusals } from './refusals.ts'
import { mustWait, SpaceLoads } from './space-loads.ts'
import { isPoison, writeBatch } from './write-batch.ts'

/**
 * Takes what happened off the hot path and writes it in batches. What it accepted is kept while the process lives,
 * whatever becomes of the database; when too much waits it slows the callers of the spaces that have most of it, instead
 * of dropping. Only a full disk is different, since that does not pass by itself: calls are then recorded without payloads
 * and lines, and when not even that can be written, what waited longest is given up, counted in the log.
 */
export interface Recorder {
  /** Returns a promise while too much waits: await it before taking the next call. */
  record(record: InvocationRecord): void | Promise<void>
  /** The same of a call that was refused: those of one kind within a minute are one row, whose id comes back. */
  refuse(record: InvocationRecord): { id: string; room: void | Promise<void> }
  log(call: RecordedCall, line: CapturedLine): void
  /**
   * Everything accepted before this call is committed when it resolves, unless the disk is full to the last megabytes.
   * @throws Unavailable if the database stays away
   */
  flush(): Promise<void>
  /** Writes what waits, for at most `patienceMs` if the database is away. */
  close(patienceMs?: number): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    recorder: Recorder
  }
}

/** A transaction costs the same for one row as for hundreds: what comes soon after waits for the same one. */
const FLUSH_AFTER_MS = 100
/** One batch is one transaction. */
const BATCH_MAX = 4_000
const BATCH_MAX_BYTES = 8 * 2 ** 20
const HIGH_WATER = { entries: 20_000, bytes: 64 * 2 ** 20 }
const FLUSH_PATIENCE_MS = 5_000

export function openRecorder(options: { databaseUrl: string; disk: Disk; tail: LogTail; log: Log }): Recorder {
  // Its own connections: records must not queue behind the API's statements.
  const pool = openPool({ connectionString: options.databaseUrl, max: 2, application_name: 'alcove-recorder' })

  /** Those that are full, the oldest first, and the one that is being filled. */
  let due: Batch[] = []
  let open = new Batch()
  /** Whether that one has waited long enough. */
  let ripe = false
  /** The last one that was stored: the next one is written where it was. */
  let used: Batch | undefined
  let dueBytes = 0
  const dueOf = new SpaceLoads()
  const refusals = new Refusals()
  let accepted = 0
  let committed = 0
  let writing: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let room: PromiseWithResolvers<void> | null = null
  let givenUp = false
  let waiters: { upTo: number; done: PromiseWithResolvers<void> }[] = []

  /** What the database could not hold is refused here, so that it takes nothing else with it. */
  function accept<T>(add: (batch: Batch, value: T) => void, value: T, describe: (value: T) => object): void {
    try {
      add(open, value)
    } catch (error) {
      options.log({ level: 'error', message: 'A record cannot be stored', entry: describe(value), error })
      return
    }
    accepted += 1
    if (open.size >= BATCH_MAX || open.bytes >= BATCH_MAX_BYTES) {
      seal()
      start()
    } else timer ??= setTimeout(start, FLUSH_AFTER_MS)
  }

  function seal(): void {
    due.push(open)
    dueBytes += open.bytes
    dueOf.merge(open.spaces, 1)
    open = new Batch(used)
    used = undefined
    ripe = false
  }

  function start(): void {
    clearTimeout(timer)
    timer = undefined
    ripe = true
    writing ??= drain().finally(() => (writing = null))
  }

  async function drain(): Promise<void> {
    while (!givenUp) {
      // Not before those ahead of it are in: while the database is away few large batches wait, not many small ones.
      if (due.length === 0 && ripe && open.size > 0) seal()
      const batch = due[0]
      if (batch === undefined) return
      await store(batch)
      due.shift()
      dueBytes -= batch.bytes
      dueOf.merge(batch.spaces, -1)
      committed += batch.size
      used = batch
      waiters = waiters.filter(({ upTo, done }) => upTo > committed || void done.resolve())
      if (room && !full()) {
        room.resolve()
        room = null
      }
    }
  }

  /** Until it is in. The batch keeps its id over retries, so that a commit whose answer was lost is not repeated. */
  async function store(batch: Batch, part: Part = 'all'): Promise<void> {
    const batchId = newId()
    const failingSince = performance.now()
    for (let attempt = 0; !givenUp; attempt++) {
      if (options.disk.full && full()) {
        options.log({ level: 'error', message: 'Gave up records of calls: the disk is full', lost: batch.size })
        return
      }
      try {
        if (options.disk.exhausted) throw new AlcoveError('InsufficientStorage', 'The disk is full')
        return await writeBatch(pool, batchId, batch, part)
      } catch (error) {
        if (isPoison(error)) return storeApart(batch, part, error)
        if (attempt === 0) options.log({ level: 'error', message: 'Records cannot be written; trying again', error })
        if (performance.now() - failingSince > FLUSH_PATIENCE_MS) disappoint()
        await sleep(Math.min(50 * 2 ** attempt, 1_000))
      }
    }
  }

  /** Something in it is refused for what it is: halve until it stands alone, so that it takes nothing with it. */
  async function storeApart(batch: Batch, part: Part, error: unknown): Promise<void> {
    if (part === 'all') {
      await store(batch, batch.all('invocations'))
      await store(batch, batch.all('lines'))
      // Last: refusals may be counted in rows of the same batch.
      await store(batch, 'counts')
    } else if (part === 'counts' || part.to - part.from <= 1) {
      options.log({ level: 'error', message: 'A record cannot be stored', part, error })
    } else {
      const { kind, from, to } = part
      const middle = (from + to) >> 1
      await store(batch, { kind, from, to: middle })
      await store(batch, { kind, from: middle, to })
    }
  }

  function disappoint(): void {
    const unavailable = new AlcoveError('Unavailable', 'The database is not reachable at the moment; try again')
    for (const { done } of waiters.splice(0)) done.reject(unavailable)
  }

  function full(): boolean {
    return accepted - committed >= HIGH_WATER.entries || dueBytes + open.bytes >= HIGH_WATER.bytes
  }

  /** For whoever added to what waits: a promise when its space has to wait until there is less. */
  function roomFor(spaceId: string): void | Promise<void> {
    if (!full()) return
    const [before, now] = [dueOf.of(spaceId), open.spaces.of(spaceId)]
    const own = {
      entries: (before?.entries ?? 0) + (now?.entries ?? 0),
      bytes: (before?.bytes ?? 0) + (now?.bytes ?? 0),
    }
    if (!mustWait(own, dueOf.size, HIGH_WATER)) return
    room ??= Promise.withResolvers()
    return room.promise
  }

  async function flush(): Promise<void> {
    // What waits for room would let nobody read what is there.
    if (committed >= accepted || options.disk.exhausted) return
    const done = Promise.withResolvers<void>()
    waiters.push({ upTo: accepted, done })
    start()
    return done.promise
  }

  const kept = (record: InvocationRecord) => (options.disk.full ? withoutPayloads(record) : record)

  return {
    record(record) {
      accept(addInvocation, kept(record), describeInvocation)
      return roomFor(record.spaceId)
    },

    refuse(record) {
      const repeated = refusals.find(record)
      if (repeated === null) accept(addInvocation, kept(record), describeInvocation)
      else accept((batch) => batch.addRepeat(record, repeated), record, describeInvocation)
      return { id: repeated?.id ?? record.id, room: roomFor(record.spaceId) }
    },

    log(call, line) {
      const id = newId()
      const recorded = { call, id, line }
      if (!options.disk.full) accept(addLine, recorded, () => ({ kind: 'line', invocationId: call.invocationId }))
      options.tail.publish(call, () => logLineOf(recorded))
    },

    flush,

    async close(patienceMs = 10_000) {
      const givingUp = Promise.withResolvers<void>()
      const patience = setTimeout(() => {
        givenUp = true
        options.log({ level: 'error', message: 'Gave up writing records', lost: accepted - committed })
        disappoint()
        givingUp.resolve()
      }, patienceMs)
      while (committed < accepted && !givenUp) {
        start()
        // Nor is a statement waited for that a hanging database never answers.
        await Promise.race([writing, givingUp.promise])
      }
      clearTimeout(patience)
      clearTimeout(timer)
      const ended = pool.end()
      if (!givenUp) await ended
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

/** Whoever reads it sees that lines are missing. */
function withoutPayloads(record: InvocationRecord): InvocationRecord {
  const logsTruncated = record.report.logsTruncated || record.report.logLines > 0
  return { ...record, input: null, output: null, report: { ...record.report, logsTruncated } }
}

const addInvocation = (batch: Batch, record: InvocationRecord): void => batch.addInvocation(record)
const addLine = (batch: Batch, line: RecordedLine): void => batch.addLine(line)
