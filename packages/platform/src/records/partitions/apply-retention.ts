import type { RecordKind } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection, type Transaction } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'
import { spaces } from '../../database/schema/index.ts'
import { listPartitions, type Partition } from './list-partitions.ts'
import { PARTITIONS_LOCK } from './make-partitions.ts'
import { PARTITIONED_TABLES, type PartitionedTable } from './partitioned-tables.ts'
import { attachPartition, dropPartition, emptyPartitions } from './split-partition.ts'

export const DAY_MS = 24 * 3600_000

/**
 * Drops records that their space no longer keeps, without deleting a row: a partition that no space keeps is dropped,
 * and one that only some keep is replaced by a copy of their rows.
 */
export async function applyRetention({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const kept = await retentionOfSpaces(db)
  for (const table of PARTITIONED_TABLES) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to lock little
    await dropExpired(db, table, kept, clock.now())
  }
}

/** The number of days for which each space keeps records of a kind, by id. */
type DaysOf = ReadonlyMap<string, Readonly<Record<RecordKind, number>>>

async function retentionOfSpaces(db: Connection): Promise<DaysOf> {
  const rows = await db.select({ id: spaces.id, retention: spaces.retention }).from(spaces)
  return new Map(rows.map(({ id, retention }) => [id, retention]))
}

async function dropExpired(db: Platform['db'], table: PartitionedTable, kept: DaysOf, now: number): Promise<void> {
  const days = [...kept.values()].map((retention) => retention[table.kind])
  // A day at least, also where there is no space: somebody may be making one.
  const longest = Math.max(1, ...days)
  const age = ({ to }: Partition) => (now - to) / DAY_MS
  const partitions = await listPartitions(db, table)
  const expired = partitions.filter((partition) => age(partition) >= longest)
  if (expired.length > 1 || (expired[0] && !(await isEmpty(db, expired[0])))) {
    await asTheOnlyOne(db, table, expired, (tx) => emptyPartitions(tx, table, expired))
  }
  if (!table.bySpace) return
  for (const partition of partitions) {
    if (expired.includes(partition) || age(partition) < Math.min(...days)) continue
    const isKept = (spaceId: string) => age(partition) < (kept.get(spaceId)?.[table.kind] ?? 0)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to lock little
    const inside = await spacesIn(db, partition)
    if (inside.every(isKept)) continue
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to lock little
    await asTheOnlyOne(db, table, [partition], (tx) => keepOnly(tx, table, partition, inside.filter(isKept)))
  }
}

/** Runs `run` unless another server is changing partitions, or has changed these. */
async function asTheOnlyOne(
  db: Platform['db'],
  table: PartitionedTable,
  partitions: Partition[],
  run: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [lock] = await rowsOf<{ mine: boolean }>(
      tx,
      sql`select pg_try_advisory_xact_lock(${PARTITIONS_LOCK}) as mine`,
    )
    if (!lock?.mine) return
    const current = await listPartitions(tx, table)
    const unchanged = partitions.every(({ name, to }) => current.some((each) => each.name === name && each.to === to))
    if (unchanged) await run(tx)
  })
}

async function isEmpty(db: Connection, { name }: Partition): Promise<boolean> {
  const rows = await db.execute(sql`select from ${sql.identifier(name)} limit 1`)
  return rows.rowCount === 0
}

/** Steps from one space to the next in an index that begins with it: reads as many rows as there are spaces. */
async function spacesIn(db: Connection, { name }: Partition): Promise<string[]> {
  const rows = sql.identifier(name)
  const found = await rowsOf<{ space_id: string }>(
    db,
    sql`
      with recursive found as (
        (select space_id from ${rows} order by space_id limit 1)
        union all
        select (select space_id from ${rows} where space_id > found.space_id order by space_id limit 1)
        from found where found.space_id is not null
      )
      select space_id from found where space_id is not null`,
  )
  return found.map((row) => row.space_id)
}

async function keepOnly(
  tx: Transaction,
  table: PartitionedTable,
  partition: Partition,
  spaceIds: string[],
): Promise<void> {
  const [parent, old] = [sql.identifier(table.name), sql.identifier(partition.name)]
  const copy = { ...partition, name: `${partition.name}_kept` }
  // Records of functions that are deleted meanwhile must not come back.
  await tx.execute(sql`lock table ${old} in share mode`)
  await tx.execute(sql`create table ${sql.identifier(copy.name)} (like ${parent} including all)`)
  await tx.execute(
    sql`insert into ${sql.identifier(copy.name)} select * from ${old} where space_id = any(${sql.param(spaceIds)}::uuid[])`,
  )
  await dropPartition(tx, partition)
  await attachPartition(tx, table, copy)
  await tx.execute(sql`alter table ${sql.identifier(copy.name)} rename to ${old}`)
}
