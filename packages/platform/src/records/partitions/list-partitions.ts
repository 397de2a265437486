import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { timeOfKey, type PartitionedTable } from './partitioned-tables.ts'

/** Holds the rows from `from` until before `to`, in milliseconds. The last one has no end. */
export interface Partition {
  name: string
  from: number
  to: number
}

/** The partitions of a table as PostgreSQL knows them, the oldest first. */
export async function listPartitions(db: Connection, table: PartitionedTable): Promise<Partition[]> {
  const rows = await rowsOf<{ name: string; range: string }>(
    db,
    sql`
      select part.relname as name, pg_get_expr(part.relpartbound, part.oid) as range
      from pg_inherits join pg_class part on part.oid = inhrelid
      where inhparent = ${table.name}::regclass`,
  )
  return rows
    .map(({ name, range }) => {
      const [from, to] = [...range.matchAll(/\(('[^']+'|MINVALUE|MAXVALUE)\)/g)].map(([, bound]) => bound!)
      return { name, from: timeOf(table, from!), to: timeOf(table, to!) }
    })
    .sort((a, b) => a.from - b.from)
}

function timeOf(table: PartitionedTable, bound: string): number {
  if (bound === 'MINVALUE') return -Infinity
  return bound === 'MAXVALUE' ? Infinity : timeOfKey(table, bound.slice(1, -1))
}
