import { sql, type SQL } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'
import type { Partition } from './list-partitions.ts'
import { keyAt, type PartitionedTable } from './partitioned-tables.ts'

/** Readers and writers wait behind a statement that waits for its lock: give up soon and try again later. */
export const LOCK_PATIENCE = sql`set local lock_timeout = '2s'`

/** Ends the partition at `at` and makes one for what follows. */
export async function splitPartition(
  tx: Transaction,
  table: PartitionedTable,
  partition: Partition,
  at: number,
): Promise<Partition> {
  const parent = sql.identifier(table.name)
  const [before, after] = [partition.name, nameAt(table, at)]
  await tx.execute(LOCK_PATIENCE)
  await tx.execute(sql`alter table ${parent} detach partition ${sql.identifier(before)}`)
  await tx.execute(
    sql`create table ${sql.identifier(after)} partition of ${parent} for values ${range(table, { from: at, to: partition.to })}`,
  )
  const late = sql`delete from ${sql.identifier(before)} where ${sql.identifier(table.key)} >= ${literal(keyAt(table, at))}`
  await tx.execute(sql`with late as (${late} returning *) insert into ${parent} select * from late`)
  await attachPartition(tx, table, { ...partition, to: at })
  return { name: after, from: at, to: partition.to }
}

/** Makes a table with all columns, indexes and constraints of `table` its partition. */
export async function attachPartition(tx: Transaction, table: PartitionedTable, partition: Partition): Promise<void> {
  const name = sql.identifier(partition.name)
  await tx.execute(LOCK_PATIENCE)
  await tx.execute(
    sql`alter table ${sql.identifier(table.name)} attach partition ${name} for values ${range(table, partition)}`,
  )
}

export async function dropPartition(tx: Transaction, { name }: Partition): Promise<void> {
  await tx.execute(LOCK_PATIENCE)
  await tx.execute(sql`drop table ${sql.identifier(name)}`)
}

/** Drops these neighbours and puts an empty one in their place: where there is no partition, rows are refused. */
export async function emptyPartitions(
  tx: Transaction,
  table: PartitionedTable,
  partitions: readonly Partition[],
): Promise<void> {
  const [from, to] = [partitions[0]!.from, partitions.at(-1)!.to]
  // oxlint-disable-next-line no-await-in-loop -- one transaction
  for (const partition of partitions) await dropPartition(tx, partition)
  const name = sql.identifier(`${table.name}_before`)
  await tx.execute(
    sql`create table ${name} partition of ${sql.identifier(table.name)} for values ${range(table, { from, to })}`,
  )
}

function range(table: PartitionedTable, { from, to }: Pick<Partition, 'from' | 'to'>): SQL {
  const start = from === -Infinity ? sql`minvalue` : literal(keyAt(table, from))
  const end = to === Infinity ? sql`maxvalue` : literal(keyAt(table, to))
  return sql`from (${start}) to (${end})`
}

/** Definitions of tables take no parameters. Keys are made of digits and punctuation only. */
const literal = (key: string) => sql.raw(`'${key}'`)

/** For example `invocations_20261128_000000`. */
function nameAt({ name }: PartitionedTable, at: number): string {
  return `${name}_${new Date(at)
    .toISOString()
    .replaceAll(/[-:.Z]/g, '')
    .replace('T', '_')}`
}
