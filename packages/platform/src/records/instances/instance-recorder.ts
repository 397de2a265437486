import { setTimeout as sleep } from 'node:timers/promises'
import { AlcoveError, type InstanceEnd, type InstanceRecord } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import { instances } from '../../database/schema/index.ts'
import { underlying } from '../../database/translate-error.ts'
import type { Log } from '../../kernel/log.ts'
import { cleanJson } from '../recorder/clean-text.ts'
import { isPoison } from '../recorder/write-batch.ts'

/** Keeps what is told of instances that ended, in batches. */
export interface InstanceRecorder {
  record(record: InstanceRecord): void
  /** What was told before this call is stored when it resolves. @throws Unavailable if the database stays away. */
  flush(): Promise<void>
  /** Writes what waits, for at most `patienceMs` if the database is away. */
  close(patienceMs?: number): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    instances: InstanceRecorder
  }
}

const FLUSH_AFTER_MS = 100
const BATCH_MAX = 500
/** An instance cannot be told to wait with its end: past this the oldest records give way, and the log says so. */
const HIGH_WATER = 20_000
const FLUSH_PATIENCE_MS = 5_000

export function openInstanceRecorder(db: Database, log: Log): InstanceRecorder {
  let queue: InstanceRecord[] = []
  let accepted = 0
  /** Stored, or dropped: in the order in which they came. */
  let settled = 0
  let dropped = 0
  let waiters: { upTo: number; done: PromiseWithResolvers<void> }[] = []
  let writing: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let givenUp = false

  function start(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    return (writing ??= drain().finally(() => (writing = null)))
  }

  async function drain(): Promise<void> {
    while (queue.length > 0 && !givenUp) {
      const batch = queue.slice(0, BATCH_MAX)
      queue = queue.slice(BATCH_MAX)
      await store(batch)
      settled += batch.length
      waiters = waiters.filter(({ upTo, done }) => upTo > settled || void done.resolve())
      if (dropped > 0) log({ level: 'error', message: 'Ended instances went unrecorded: too many waited', dropped })
      dropped = 0
    }
  }

  /** Until it is in. Storing again what is stored does nothing: an instance ends once, and its id is the key. */
  async function store(batch: InstanceRecord[]): Promise<void> {
    const since = performance.now()
    for (let attempt = 0; !givenUp; attempt++) {
      try {
        return await insert(db, batch)
      } catch (failure) {
        const error = underlying(failure)
        if (isPoison(error)) return storeApart(batch, error)
        if (attempt === 0) log({ level: 'error', message: 'Ended instances cannot be recorded; trying again', error })
        if (performance.now() - since > FLUSH_PATIENCE_MS) disappoint()
        await sleep(Math.min(50 * 2 ** attempt, 1_000))
      }
    }
  }

  /** One of them is refused for what it is: it takes no other with it. */
  async function storeApart(batch: InstanceRecord[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      log({ level: 'error', message: 'An ended instance cannot be recorded', instance: batch[0]!.id, error })
      return
    }
    for (const record of batch) await store([record])
  }

  function disappoint(): void {
    const unavailable = new AlcoveError('Unavailable', 'The database is not reachable at the moment; try again')
    for (const { done } of waiters.splice(0)) done.reject(unavailable)
  }

  return {
    record(record) {
      queue.push(record)
      accepted += 1
      if (queue.length > HIGH_WATER) {
        queue.shift()
        settled += 1
        dropped += 1
      }
      if (queue.length >= BATCH_MAX) void start()
      else timer ??= setTimeout(() => void start(), FLUSH_AFTER_MS)
    },

    async flush() {
      if (settled >= accepted) return
      const done = Promise.withResolvers<void>()
      waiters.push({ upTo: accepted, done })
      void start()
      return done.promise
    },

    async close(patienceMs = 10_000) {
      const givingUp = Promise.withResolvers<void>()
      const patience = setTimeout(() => {
        givenUp = true
        log({ level: 'error', message: 'Gave up recording ended instances', lost: accepted - settled })
        disappoint()
        givingUp.resolve()
      }, patienceMs)
      // Nor is a statement waited for that a hanging database never answers.
      while (settled < accepted && !givenUp) await Promise.race([start(), givingUp.promise])
      clearTimeout(patience)
      clearTimeout(timer)
    },
  }
}

/** Of functions that are no more nothing is kept; while the batch is written, its functions cannot be deleted. */
async function insert(db: Database, batch: InstanceRecord[]): Promise<void> {
  await db.transaction(async (tx) => {
    const ids = [...new Set(batch.map(({ functionId }) => functionId))]
    const alive = await rowsOf<{ id: string }>(
      tx,
      sql`select id from functions where id = any(${sql.param(ids)}::uuid[]) order by id for key share`,
    )
    const known = new Set(alive.map(({ id }) => id))
    const rows = batch.filter(({ functionId }) => known.has(functionId)).map(rowOf)
    if (rows.length > 0) await tx.insert(instances).values(rows).onConflictDoNothing()
  })
}

function rowOf(record: InstanceRecord): typeof instances.$inferInsert {
  const { state: _, inFlight: __, endedAt, end, ...kept } = record
  return {
    ...kept,
    startedAt: new Date(record.startedAt),
    lastUsedAt: record.lastUsedAt === null ? null : new Date(record.lastUsedAt),
    endedAt: new Date(endedAt!),
    // PostgreSQL's jsonb holds no NUL, and a hung function's stack may.
    end: JSON.parse(cleanJson(JSON.stringify(end))) as InstanceEnd,
  }
}
