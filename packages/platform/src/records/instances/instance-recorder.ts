import type { InstanceEnd, InstanceRecord } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import { instances } from '../../database/schema/index.ts'
import type { Disk } from '../../kernel/disk.ts'
import type { Log } from '../../kernel/log.ts'
import { cleanJson } from '../recorder/clean-text.ts'
import { WriteBehind, type WriteBatch } from '../write-behind.ts'

/** Records instances that ended. */
export interface InstanceRecorder {
  record(record: InstanceRecord): void
  /** Whether everything accepted before this call is stored, after at most `patienceMs`. */
  flush(patienceMs?: number): Promise<boolean>
  /** Writes what waits, for at most `patienceMs` if the database is away. */
  close(patienceMs?: number): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    instances: InstanceRecorder
  }
}

const BATCH_LIMIT = { entries: 500, bytes: Infinity }
const HIGH_WATER = { entries: 20_000, bytes: Infinity }

interface Rows {
  from: number
  to: number
}

class InstanceBatch implements WriteBatch<Rows> {
  readonly records: InstanceRecord[] = []
  /** Not counted: all entries have about the same size. */
  readonly bytes = 0

  get size(): number {
    return this.records.length
  }

  rows(part: 'all' | Rows): InstanceRecord[] {
    return part === 'all' ? this.records : this.records.slice(part.from, part.to)
  }

  divide(part: 'all' | Rows): Rows[] {
    const { from, to } = part === 'all' ? { from: 0, to: this.size } : part
    if (to - from <= 1) return []
    const middle = (from + to) >> 1
    return [
      { from, to: middle },
      { from: middle, to },
    ]
  }
}

export function openInstanceRecorder({ db, disk, log }: { db: Database; disk: Disk; log: Log }): InstanceRecorder {
  const queue = new WriteBehind<InstanceBatch, Rows>({
    what: 'ended instances',
    batchLimit: BATCH_LIMIT,
    highWater: HIGH_WATER,
    // Nothing can make the end of an instance wait.
    drops: () => true,
    disk,
    log,
    newBatch: () => new InstanceBatch(),
    // Repeating this is harmless: an instance ends once, and its id is the key.
    write: (_, batch, part) => insert(db, batch.rows(part)),
  })

  return {
    record: (record) => queue.accept(add, record, describe),
    flush: (patienceMs) => queue.flush(patienceMs),
    close: async (patienceMs) => void (await queue.close(patienceMs)),
  }
}

const add = (batch: InstanceBatch, record: InstanceRecord): void => void batch.records.push(record)
const describe = ({ id }: InstanceRecord) => ({ kind: 'instance', id })

/** Skips instances of deleted functions, and locks the other functions against deletion until this commits. */
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
    // PostgreSQL's jsonb cannot store NUL, and the stack of a hung function may contain it.
    end: JSON.parse(cleanJson(JSON.stringify(end))) as InstanceEnd,
  }
}
