import type pg from 'pg'

/** Runs a statement that PostgreSQL cancels when `signal` aborts. */
export type ReadRows = <Row extends pg.QueryResultRow>(text: string, values: unknown[]) => Promise<Row[]>

export function readRowsWith(pool: pg.Pool, signal: AbortSignal): ReadRows {
  return async <Row extends pg.QueryResultRow>(text: string, values: unknown[]) => {
    signal.throwIfAborted()
    const client = await pool.connect()
    let cancelling: Promise<unknown> | undefined
    const cancel = () => {
      const { processID } = client as unknown as { processID: number }
      cancelling = pool.query('select pg_cancel_backend($1)', [processID]).catch(() => {})
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      signal.removeEventListener('abort', cancel)
      await cancelling
      // A late cancellation must not end another search's statement.
      client.release(cancelling !== undefined)
    }
  }
}
