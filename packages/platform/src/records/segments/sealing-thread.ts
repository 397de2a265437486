import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { SegmentWriter, type StoredLine } from './segment-writer.ts'

/*
 * Writes the lines of closed partitions to segments, in a thread: building an index takes a few microseconds a line. It
 * rests as long as it works, because calls go first, unless lines come faster than it can seal them at that pace.
 */

export interface SealingSetup {
  databaseUrl: string
  /** Names of tables. */
  partitions: readonly string[]
  isBehind: boolean
  /** Where to write files before they are stored. */
  temporary: string
}

export interface FinishedSegment {
  spaceId: string
  bytes: Uint8Array<ArrayBuffer>
  lines: number
  firstId: string
  lastId: string
}

export type FromSealer = { kind: 'segment'; segment: FinishedSegment } | { kind: 'end' }

/** A segment takes no more: it must fit in memory on its way to the blob store. */
const MOST = { lines: 100_000, textBytes: 16 * 2 ** 20 }
const BATCH = 2_000

const { databaseUrl, partitions, isBehind, temporary } = workerData as SealingSetup
const client = new pg.Client({ connectionString: databaseUrl, application_name: 'alcove-sealing' })
client.on('error', () => {})
await client.connect()
const folder = await mkdtemp(join(temporary, 'alcove-segment-'))
const path = join(folder, 'segment')
try {
  await seal()
  parentPort!.postMessage({ kind: 'end' } satisfies FromSealer)
} finally {
  await rm(folder, { recursive: true, force: true })
  await client.end()
}

async function seal(): Promise<void> {
  await client.query('begin read only')
  // Not by way of the whole table: this transaction is long, and nobody could close a partition meanwhile.
  const tables = partitions.map((name) => `select * from ${client.escapeIdentifier(name)}`)
  await client.query(
    `declare sealing no scroll cursor for
      select id, space_id, function_id, invocation_id, version, level, message, truncated_bytes,
        (extract(epoch from time) * 1000)::float8 as time
      from (${tables.join(' union all ')}) lines order by space_id, id`,
  )
  let open: { spaceId: string; writer: SegmentWriter } | null = null
  for (;;) {
    const started = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- a cursor
    const { rows } = await client.query<StoredLine & { space_id: string }>(`fetch ${BATCH} from sealing`)
    for (const row of rows) {
      if (open !== null && (open.spaceId !== row.space_id || isFull(open.writer))) {
        // oxlint-disable-next-line no-await-in-loop -- one segment after the other
        await finish(open.spaceId, open.writer)
        open = null
      }
      open ??= { spaceId: row.space_id, writer: new SegmentWriter(path) }
      open.writer.add(row)
    }
    if (rows.length < BATCH) break
    // oxlint-disable-next-line no-await-in-loop -- a rest
    if (!isBehind) await sleep(performance.now() - started)
  }
  if (open !== null) await finish(open.spaceId, open.writer)
  await client.query('commit')
}

function isFull({ lines, textBytes }: SegmentWriter): boolean {
  return lines >= MOST.lines || textBytes >= MOST.textBytes
}

/** Waits until the server has stored the segment: no more than one is in memory. */
async function finish(spaceId: string, writer: SegmentWriter): Promise<void> {
  writer.finish()
  const bytes = await readFile(path)
  await rm(path)
  const { lines, firstId, lastId } = writer
  const stored = new Promise((resolve) => parentPort!.once('message', resolve))
  const message = { kind: 'segment', segment: { spaceId, bytes, lines, firstId, lastId } } satisfies FromSealer
  parentPort!.postMessage(message, [bytes.buffer])
  await stored
}
