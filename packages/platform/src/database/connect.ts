import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { createHash } from 'node:crypto'
import pg from 'pg'

const dialect = new PgDialect()

export type Database = NodePgDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a statement runs on: the pool, or the current transaction. */
export type Connection = Database | Transaction

export function connect(databaseUrl: string): { pool: pg.Pool; db: Database } {
  const pool = openPool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'alcove',
    pipeline: true,
  })
  return { pool, db: drizzle(pool) }
}

/** A pool that survives broken connections: a statement on one fails, and the pool replaces the connection. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  // Without a listener, the "error" events of a killed server would end this process. Idle connections emit them, and
  // so do connections between two statements of a transaction.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** The rows of a hand-written statement. Timestamps and 64-bit integers are strings. */
export async function rowsOf<T>(connection: Connection, statement: SQL): Promise<T[]> {
  const { rows } = await connection.execute(statement)
  return rows as T[]
}

/**
 * The same for a statement that runs all the time: its text is built once, and PostgreSQL parses and plans it once for
 * each connection. Its plan serves all values, so not for those whose best plan depends on them.
 * @param statement with a `sql.placeholder` for each value
 */
export function prepared<Row>(
  statement: SQL,
): (connection: Connection, values: Record<string, unknown>) => Promise<Row[]> {
  const query = dialect.sqlToQuery(statement)
  // Statements with the same name must be the same.
  const name = createHash('sha1').update(query.sql).digest('hex')
  return async ({ _: { session } }, values) => {
    const result = await session.prepareQuery(query, undefined, name, false).execute(values)
    return (result as { rows: Row[] }).rows
  }
}

/** RFC 3339. Takes a Date (from a drizzle query) or PostgreSQL's text (from rowsOf). */
export function iso(time: Date | string): string {
  return new Date(time).toISOString()
}

export function isoOrNull(time: Date | string | null): string | null {
  return time === null ? null : iso(time)
}
