import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { SQL } from 'drizzle-orm'
import pg from 'pg'
import * as schema from './schema/index.ts'

export type Database = NodePgDatabase<typeof schema>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a statement runs on: the pool, or the transaction it belongs to. */
export type Connection = Database | Transaction

export function connect(databaseUrl: string): { pool: pg.Pool; db: Database } {
  const pool = openPool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'alcove',
  })
  return { pool, db: drizzle(pool, { schema }) }
}

/** A pool that outlives its connections: a broken one fails the statement that runs on it, and is then replaced. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  // Unheard, the "error" events of a killed server would end this process: of idle connections, and of those between
  // two statements of a transaction.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** Rows of a hand-written statement. Timestamps come as text, 64-bit numbers too. */
export async function rowsOf<T>(connection: Connection, statement: SQL): Promise<T[]> {
  const { rows } = await connection.execute(statement)
  return rows as T[]
}

/** RFC 3339 from what a column gives: a Date through the schema, PostgreSQL's text through rowsOf. */
export function iso(time: Date | string): string {
  return new Date(time).toISOString()
}

export function isoOrNull(time: Date | string | null): string | null {
  return time === null ? null : iso(time)
}
