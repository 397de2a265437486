import { setTimeout as sleep } from 'node:timers/promises'
import { AlcoveError, type CapturedLine, type InvocationRecord, type LogLine } from '@alcove/contract'
import { openPool } from '../database/connect.ts'
import { newId } from '../database/ids.ts'
import type { LogTail } from '../logs/log-tail.ts'
import type { Log } from '../platform.ts'
import { isPoison, writeBatch } from './write-batch.ts'

/** Whose line it is. */
export interface RecordedCall {
  spaceId: string
  functionId: string
  function: string
  version: number | null
  invocationId: string
}

export interface RecordedLine {
  call: RecordedCall
  id: string
  line: CapturedLine
}

export type Entry = { kind: 'invocation'; record: InvocationRecord } | ({ kind: 'line' } & RecordedLine)

/**
 * Takes what happened off the hot path and writes it in batches. What it accepted is kept while the process lives,
 * whatever becomes of the database; when too much waits it slows its callers instead of dropping.
 */
export interface Recorder {
  /** Returns a promise while too much waits: await it before taking the next call. */
  record(record: InvocationRecord): void | Promise<void>
  log(call: RecordedCall, line: CapturedLine): void
  /** Everything accepted before this call is committed when it resolves. @throws Unavailable if the database stays away. */
  flush(): Promise<void>
  /** Writes what waits, for at most `patienceMs` if the database is away. */
  close(patienceMs?: number): Promise<void>
}

const FLUSH_AFTER_MS = 50
const FLUSH_AT = 500
/** One batch is one transaction; under load it grows up to this. */
const BATCH_MAX = 4_000
const BATCH_MAX_BYTES = 16 * 2 ** 20
const HIGH_WATER = 20_000
const HIGH_WATER_BYTES = 64 * 2 ** 20
const FLUSH_PATIENCE_MS = 5_000

export function openRecorder(options: { databaseUrl: string; tail: LogTail; log: Log }): Recorder {
  // Its own connections: records must not queue behind the API's statements.
  const pool = openPool({ connectionString: options.databaseUrl, max: 2, application_name: 'alcove-recorder' })

  let queue: Entry[] = []
  let queuedBytes = 0
  let accepted = 0
  let committed = 0
  let writing: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let room: PromiseWithResolvers<void> | null = null
  let givenUp = false
  let waiters: { upTo: number; done: PromiseWithResolvers<void> }[] = []

  function accept(entry: Entry): void {
    queue.push(entry)
    queuedBytes += sizeOf(entry)
    accepted += 1
    if (queue.length >= FLUSH_AT) start()
    else timer ??= setTimeout(start, FLUSH_AFTER_MS)
  }

  function start(): void {
    clearTimeout(timer)
    timer = undefined
    writing ??= drain().finally(() => (writing = null))
  }

  async function drain(): Promise<void> {
    while (queue.length > 0 && !givenUp) {
      const batch = takeBatch()
      await store(batch)
      committed += batch.length
      waiters = waiters.filter(({ upTo, done }) => upTo > committed || void done.resolve())
      if (room && !full()) {
        room.resolve()
        room = null
      }
    }
  }

  function takeBatch(): Entry[] {
    let bytes = 0
    let count = 0
    while (count < queue.length && count < BATCH_MAX && bytes < BATCH_MAX_BYTES) bytes += sizeOf(queue[count++]!)
    const batch = queue.slice(0, count)
    queue = queue.slice(count)
    queuedBytes -= bytes
    return batch
  }

  /** Until it is in. The batch keeps its id over retries, so that a commit whose answer was lost is not repeated. */
  async function store(batch: Entry[]): Promise<void> {
    const batchId = newId()
    const failingSince = performance.now()
    for (let attempt = 0; !givenUp; attempt++) {
      try {
        return await writeBatch(pool, batchId, batch)
      } catch (error) {
        if (isPoison(error)) return storeApart(batch, error)
        if (attempt === 0) options.log({ level: 'error', message: 'Records cannot be written; trying again', error })
        if (performance.now() - failingSince > FLUSH_PATIENCE_MS) disappoint()
        await sleep(Math.min(50 * 2 ** attempt, 1_000))
      }
    }
  }

  /** Something in the batch is refused for what it is: halve until it stands alone, so that it takes nothing with it. */
  async function storeApart(batch: Entry[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      options.log({ level: 'error', message: 'A record cannot be stored', entry: describe(batch[0]!), error })
      return
    }
    const middle = batch.length >> 1
    await store(batch.slice(0, middle))
    await store(batch.slice(middle))
  }

  function disappoint(): void {
    const unavailable = new AlcoveError('Unavailable', 'The database is not reachable at the moment; try again')
    for (const { done } of waiters.splice(0)) done.reject(unavailable)
  }

  function full(): boolean {
    return queue.length >= HIGH_WATER || queuedBytes >= HIGH_WATER_BYTES
  }

  async function flush(): Promise<void> {
    if (committed >= accepted) return
    const done = Promise.withResolvers<void>()
    waiters.push({ upTo: accepted, done })
    start()
    return done.promise
  }

  return {
    record(record) {
      accept({ kind: 'invocation', record })
      if (!full()) return
      room ??= Promise.withResolvers()
      return room.promise
    },

    log(call, line) {
      const id = newId()
      accept({ kind: 'line', call, id, line })
      options.tail.publish(call, () => logLineOf({ call, id, line }))
    },

    flush,

    async close(patienceMs = 10_000) {
      const patience = setTimeout(() => {
        givenUp = true
        options.log({ level: 'error', message: 'Gave up writing records', lost: accepted - committed })
        disappoint()
      }, patienceMs)
      while (committed < accepted && !givenUp) {
        start()
        await writing
      }
      clearTimeout(patience)
      clearTimeout(timer)
      await pool.end()
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

/** Roughly what an entry holds in memory. */
function sizeOf(entry: Entry): number {
  if (entry.kind === 'line') return 200 + entry.line.message.length
  return 500 + (entry.record.input?.text.length ?? 0) + (entry.record.output?.text.length ?? 0)
}

function describe(entry: Entry): object {
  return entry.kind === 'line'
    ? { kind: 'line', invocationId: entry.call.invocationId }
    : { kind: 'invocation', id: entry.record.id }
}
