import type pg from 'pg'
import { insertInvocations } from './insert-invocations.ts'
import { insertLines } from './insert-lines.ts'
import { addMetrics, addTriggerCounts } from './add-metrics.ts'
import type { Entry } from './recorder.ts'

/** All of the batch or nothing, once, however often it is tried. Records of functions that are gone go with them. */
export async function writeBatch(pool: pg.Pool, batchId: string, batch: Entry[]): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const { rowCount } = await client.query('insert into recorded_batches (id) values ($1) on conflict do nothing', [
      batchId,
    ])
    if (rowCount === 1) await write(client, batch)
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

async function write(client: pg.PoolClient, batch: Entry[]): Promise<void> {
  const alive = await lockFunctions(client, batch)
  const lines = batch.filter((entry) => entry.kind === 'line').filter(({ call }) => alive.has(call.functionId))
  const records = batch
    .filter((entry) => entry.kind === 'invocation')
    .map(({ record }) => record)
    .filter(({ functionId }) => alive.has(functionId))
  if (lines.length > 0) await insertLines(client, lines)
  if (records.length > 0) {
    await insertInvocations(client, records)
    await addMetrics(client, records)
    await addTriggerCounts(client, records)
  }
}

/** Instead of a foreign key per row: while a batch is written, its functions cannot be deleted. */
async function lockFunctions(client: pg.PoolClient, batch: Entry[]): Promise<Set<string>> {
  const ids = new Set(batch.map((entry) => (entry.kind === 'line' ? entry.call.functionId : entry.record.functionId)))
  const { rows } = await client.query<{ id: string }>(
    'select id from functions where id = any($1::uuid[]) order by id for key share',
    [[...ids]],
  )
  return new Set(rows.map((row) => row.id))
}

/** Refused for what it is (data or integrity): trying again cannot help. Everything else can pass. */
export function isPoison(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return error instanceof TypeError || error instanceof RangeError
  return /^(22|23|54)...$/.test(code)
}
