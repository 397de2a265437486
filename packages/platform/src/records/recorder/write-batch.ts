import type pg from 'pg'
import type { Batch, Part, Rows } from './batch.ts'
import { copyIn } from './copy-in.ts'
import { feedLines } from './feed-lines.ts'
import { INVOCATIONS } from './invocation-row.ts'
import { LOG_LINES } from './line-row.ts'
import { noteLate } from './note-late.ts'
import type { SinkSpaces } from './sink-spaces.ts'

/** Writes all of the part or nothing, and only once however often it is tried. Skips records of removed functions. */
export async function writeBatch(
  pool: pg.Pool,
  batchId: string,
  batch: Batch,
  part: 'all' | Part = 'all',
  sinkSpaces: Pick<SinkSpaces, 'has'> = NO_SINKS,
): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const { rowCount } = await client.query({
      name: 'insert-batch',
      text: 'insert into recorded_batches (id) values ($1) on conflict do nothing',
      values: [batchId],
    })
    if (rowCount === 1) await write(client, batch, part, sinkSpaces)
    await client.query('commit')
  } catch (error) {
    broken = error as Error
    await client.query('rollback').then(
      () => (broken = undefined),
      () => {},
    )
    throw error
  } finally {
    client.release(broken)
  }
}

const NO_SINKS: Pick<SinkSpaces, 'has'> = { has: () => false }

async function write(
  client: pg.PoolClient,
  batch: Batch,
  part: 'all' | Part,
  sinkSpaces: Pick<SinkSpaces, 'has'>,
): Promise<void> {
  const present = await lockFunctions(client, batch)
  const alive = present.size === batch.functions.length ? present : await withTrashed(client, batch, present)
  const rows: Rows[] = part === 'all' ? [batch.all('lines'), batch.all('invocations')] : part === 'counts' ? [] : [part]
  for (const each of rows) {
    const chunks = batch.chunks(each, alive)
    // oxlint-disable-next-line no-await-in-loop -- one connection
    if (chunks.length > 0) await copyIn(client, each.kind === 'lines' ? LOG_LINES : INVOCATIONS, chunks)
  }
  const isCounted = part === 'all' || part === 'counts'
  // Note all rows that are stored apart each time: a row noted twice counts once.
  await noteLate(client, batch.watched, isCounted ? batch.metrics.minutesIn(sinkSpaces) : [], Date.now())
  if (!isCounted) return
  await batch.metrics.write(client, alive)
  await batch.triggers.write(client, alive)
  await batch.issues.write(client, present)
  await batch.usage.write(client, alive)
  await batch.refusals.write(client)
  await feedLines(
    client,
    batch.fed.filter(({ call }) => present.has(call.functionId)),
  )
}

/** Calls may have been running when their function went to the trash: restored, it has their records. */
async function withTrashed(client: pg.PoolClient, batch: Batch, present: ReadonlySet<string>): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>({
    name: 'lock-trashed-functions',
    text: 'select id from trash where id = any($1::uuid[]) order by id for key share',
    values: [batch.functions],
  })
  return new Set([...present, ...rows.map((row) => row.id)])
}

/** Locks the functions of a batch against deletion while it is written. Replaces a foreign key per row. */
async function lockFunctions(client: pg.PoolClient, batch: Batch): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>({
    name: 'lock-functions',
    text: 'select id from functions where id = any($1::uuid[]) order by id for key share',
    values: [batch.functions],
  })
  return new Set(rows.map((row) => row.id))
}
