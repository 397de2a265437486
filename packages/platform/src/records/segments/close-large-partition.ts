import { sql } from 'drizzle-orm'
import { rowsOf, type Transaction } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'
import { listPartitions, type Partition } from '../partitions/list-partitions.ts'
import { PARTITIONS_LOCK } from '../partitions/make-partitions.ts'
import { splitPartition } from '../partitions/split-partition.ts'
import { LINES } from './seal-lines.ts'

/** So few lines are rows, which searches read one by one, and sealing a partition takes about a second. */
const PARTITION_BYTES = 16 * 2 ** 20

/** Ends the partition of log lines that takes new ones, once it has grown. */
export async function closeLargePartition(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  bytes: number = PARTITION_BYTES,
): Promise<void> {
  const now = clock.now()
  const isLarge = async (connection: Platform['db'] | Transaction) => {
    const current = (await listPartitions(connection, LINES)).find(({ from, to }) => from < now && now < to)
    return current && (await sizeOf(connection, current)) >= bytes ? current : undefined
  }
  if ((await isLarge(db)) === undefined) return
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITIONS_LOCK})`)
    // Another server may have done it meanwhile.
    const current = await isLarge(tx)
    if (current) await splitPartition(tx, LINES, current, now)
  })
}

async function sizeOf(connection: Platform['db'] | Transaction, { name }: Partition): Promise<number> {
  const [row] = await rowsOf<{ bytes: number }>(
    connection,
    sql`select pg_table_size(${name}::regclass)::float8 as bytes`,
  )
  return row!.bytes
}
