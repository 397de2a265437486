import { sql } from 'drizzle-orm'
import type { Connection } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'
import { listPartitions } from './list-partitions.ts'
import { PARTITIONED_TABLES, startsOfSpans, type PartitionedTable } from './partitioned-tables.ts'
import { splitPartition } from './split-partition.ts'

/** Held by the server that changes partitions. Any number of our own works. */
export const PARTITIONS_LOCK = 0x70617274

/**
 * Makes partitions for today (or this month) and the next one, ahead of their time. The last partition has no end and
 * stays empty, so splitting it takes no time; and if no server makes partitions for a while, records still have a place.
 */
export async function makePartitions({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  for (const table of PARTITIONED_TABLES) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if ((await missing(db, table, clock.now())).length > 0) await makeFor(db, table, clock.now())
  }
}

async function makeFor(db: Platform['db'], table: PartitionedTable, now: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITIONS_LOCK})`)
    let last = (await listPartitions(tx, table)).at(-1)!
    // oxlint-disable-next-line no-await-in-loop -- each splits what the one before left
    for (const at of await missing(tx, table, now)) last = await splitPartition(tx, table, last, at)
  })
}

async function missing(db: Connection, table: PartitionedTable, now: number): Promise<number[]> {
  const last = (await listPartitions(db, table)).at(-1)!
  return startsOfSpans(table.span, now, 2).filter((start) => start > last.from)
}
