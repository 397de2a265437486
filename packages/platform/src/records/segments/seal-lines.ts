import { BLOBS_LOCK } from '../../kernel/blobs-lock.ts'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection, type Transaction } from '../../database/connect.ts'
import { firstIdAt, newId } from '../../database/ids.ts'
import { logSegments } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'
import { listPartitions, type Partition } from '../partitions/list-partitions.ts'
import { PARTITIONS_LOCK } from '../partitions/make-partitions.ts'
import { PARTITIONED_TABLES, type PartitionedTable } from '../partitions/partitioned-tables.ts'
import { emptyPartitions, LOCK_PATIENCE } from '../partitions/split-partition.ts'
import type { FinishedSegment, FromSealer, SealingSetup } from './sealing-thread.ts'

export const LINES: PartitionedTable = PARTITIONED_TABLES.find(({ name }) => name === 'log_lines')!

/** Held by the server that seals. Any number of our own works. */
const SEALING_LOCK = 0x7365616c
/** Lines of the last seconds may be on their way. Later ones go to the first partition, and are sealed with the next. */
const GRACE_MS = 15_000
/** So many are not closed while sealing keeps up. */
const MANY_CLOSED = 4
/** Searches hold the lock on lines for as long as a statement of theirs takes, and segments are too costly to be lost to one. */
const ATTEMPTS = 10
const PAUSE_MS = 500
const LOCK_NOT_AVAILABLE = '55P03'

export type SealingOptions = { databaseUrl: string; graceMs?: number }
type Stores = Pick<Platform, 'db' | 'blobs' | 'pool' | 'clock'>

interface StoredSegment extends Omit<FinishedSegment, 'bytes'> {
  hash: string
  bytes: number
}

/**
 * Moves the lines of closed partitions into segments. One server does so at a time. Segments are listed in the transaction
 * that drops the rows; what a server that dies leaves in the blob store is swept there.
 * @returns the number of lines that were sealed
 */
export async function sealLines(platform: Stores, options: SealingOptions, signal?: AbortSignal): Promise<number> {
  const client = await platform.pool.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [SEALING_LOCK])
    if (!rows[0]!.mine) return 0
    try {
      return await sealOldest(platform, options, signal)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [SEALING_LOCK])
    }
  } finally {
    client.release()
  }
}

async function sealOldest(
  platform: Stores,
  { databaseUrl, graceMs = GRACE_MS }: SealingOptions,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { db, clock } = platform
  const closed = (await listPartitions(db, LINES)).filter(({ to }) => to <= clock.now() - graceMs)
  // The first partition takes what comes late; with the next closed one it is sealed.
  const partitions = closed.length > 1 ? closed.slice(0, 2) : closed
  if (partitions.length === 0) return 0
  const before = firstIdAt(partitions.at(-1)!.to)
  const counts = await countBySpace(db, before)
  if (counts.size === 0 && partitions.length === 1) return 0
  const setup = {
    databaseUrl,
    partitions: partitions.map(({ name }) => name),
    isBehind: closed.length > MANY_CLOSED,
    temporary: tmpdir(),
  }
  const segments = counts.size === 0 ? [] : await writeSegments(platform, setup, signal)
  await withPatience(() => replaceRows(platform, { partitions, before, segments }), signal)
  return segments.reduce((sum, { lines }) => sum + lines, 0)
}

/** Tries again while others hold the lock. */
async function withPatience(run: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await run()
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string }
      if (code !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS) throw error
      // oxlint-disable-next-line no-await-in-loop -- a pause
      await sleep(attempt * PAUSE_MS, undefined, { signal })
    }
  }
}

interface Sealed {
  partitions: Partition[]
  /** Lines with ids below this one. */
  before: string
  segments: StoredSegment[]
}

async function replaceRows({ db, blobs }: Stores, { partitions, before, segments }: Sealed): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITIONS_LOCK})`)
    // Nobody sweeps the segments before they are listed.
    await tx.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
    await tx.execute(LOCK_PATIENCE)
    // In the order in which readers lock them: the other way round both could wait for each other.
    await tx.execute(sql`lock table only log_lines in access exclusive mode`)
    for (const { name } of partitions)
      await tx.execute(sql`lock table ${sql.identifier(name)} in access exclusive mode`)
    if (!(await areComplete(tx, before, segments))) throw new Error('Log lines changed while they were sealed')
    for (const { hash } of segments) if (!(await blobs.has(hash))) throw new Error('A segment is missing')
    await emptyPartitions(tx, LINES, partitions)
    const rows = segments.map((segment) => ({ id: newId(), ...segment }))
    if (rows.length > 0) await tx.insert(logSegments).values(rows)
  })
}

async function countBySpace(db: Connection, before: string): Promise<Map<string, number>> {
  const rows = await rowsOf<{ space_id: string; lines: number }>(
    db,
    sql`select space_id, count(*)::int as lines from log_lines where id < ${before}::uuid group by 1`,
  )
  return new Map(rows.map(({ space_id, lines }) => [space_id, lines]))
}

/** Whether the segments hold as many lines of each space as there are rows: none came late, none was deleted. */
async function areComplete(tx: Transaction, before: string, segments: StoredSegment[]): Promise<boolean> {
  const counts = await countBySpace(tx, before)
  for (const { spaceId, lines } of segments) counts.set(spaceId, (counts.get(spaceId) ?? 0) - lines)
  return [...counts.values()].every((left) => left === 0)
}

async function writeSegments(
  { blobs }: Stores,
  setup: SealingSetup,
  signal: AbortSignal | undefined,
): Promise<StoredSegment[]> {
  const stored: StoredSegment[] = []
  const ended = Promise.withResolvers<void>()
  const worker = new Worker(new URL('./sealing-thread.ts', import.meta.url), {
    workerData: setup,
    env: {},
  })
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  worker.on('message', (message: FromSealer) => {
    if (message.kind === 'end') return ended.resolve()
    const { bytes, ...segment } = message.segment
    blobs.put(bytes).then(
      (hash) => {
        stored.push({ ...segment, hash, bytes: bytes.length })
        worker.postMessage('stored')
      },
      (error: unknown) => ended.reject(error),
    )
  })
  worker.on('error', ended.reject)
  worker.on('exit', () => ended.reject(new Error('The sealing of log lines was stopped')))
  try {
    if (signal?.aborted) stop()
    await ended.promise
    return stored
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
