import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { boundsOf, timeOfKey, type PartitionedTable } from './partitioned-tables.ts'

/** Holds the rows from `from` until before `to`, in milliseconds. The last one has no end. */
export interface Partition {
  name: string
  from: number
  to: number
}

/** The partitions of a table as PostgreSQL knows them, the oldest first. */
export async function listPartitions(db: Connection, table: PartitionedTable): Promise<Partition[]> {
  const rows = await rowsOf<{ name: string; bound: string | null }>(
    db,
    sql`
      select part.relname as name, pg_get_expr(part.relpartbound, part.oid) as bound
      from pg_inherits join pg_class part on part.oid = inhrelid
      where inhparent = ${table.name}::regclass`,
  )
  return rows
    .flatMap(({ name, bound }) => {
      // Dropped since the statement began.
      if (bound === null) return []
      const { from, to } = boundsOf(bound)
      return {
        name,
        from: from === null ? -Infinity : timeOfKey(table, from),
        to: to === null ? Infinity : timeOfKey(table, to),
      }
    })
    .sort((a, b) => a.from - b.from)
}
