import pg from 'pg'

export interface Installation {
  databaseUrl: string
  secretsFolder: string
}

const ROTATION_LOCK = 0x726f7461

/** One rotation at a time. */
export async function withDatabase<T>(
  { databaseUrl }: Installation,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(databaseUrl)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [ROTATION_LOCK])
    return await run(client)
  } finally {
    await client.end()
  }
}
