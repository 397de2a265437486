import { readFile, readdir } from 'node:fs/promises'
import pg from 'pg'

const FOLDER = new URL('../../migrations/', import.meta.url)

/** Identifies the advisory lock under which one process migrates while others wait. Any number of our own works. */
const LOCK = 0x616c636f

/**
 * Applies the pending files of `migrations/` in order. Each runs in a transaction together with the note that it was
 * applied, so after a crash at any point the next start continues with the first pending one.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  // A broken connection fails the running statement. Without a listener, its "error" event would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const applied = new Set(rows.map((row) => row.name))
    for (const name of await names()) if (!applied.has(name)) await apply(client, name)
  } finally {
    await client.end()
  }
}

async function names(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const statements = await readFile(new URL(name, FOLDER), 'utf8')
  await client.query('begin')
  await client.query(statements)
  await client.query('insert into migrations (name) values ($1)', [name])
  await client.query('commit')
}
