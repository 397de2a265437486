import { sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Connection } from './connect.ts'

/** Changes of the table run one after the other until the transaction ends. For small tables that rarely change. */
export async function lockTable(db: Connection, table: PgTable): Promise<void> {
  await db.execute(sql`lock table ${table} in share row exclusive mode`)
}
