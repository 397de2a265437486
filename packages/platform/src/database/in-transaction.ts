import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Transaction } from './connect.ts'

/** Runs `run` in a transaction. Its first statement goes out together with `begin`, which saves a round trip. */
export async function inTransaction<T>(pool: pg.Pool, run: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    // Where it fails, so does what follows.
    client.query('begin').catch(() => {})
    const result = await run(drizzle(client) as unknown as Transaction)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}
