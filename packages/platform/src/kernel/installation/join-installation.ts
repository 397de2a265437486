import { randomUUID } from 'node:crypto'
import type { FolderMark } from '@alcove/storage'
import pg from 'pg'
import { migrate } from '../../database/migrate.ts'

export interface JoinOptions {
  databaseUrl: string
  /** The folders of blobs and secrets. */
  blobs: FolderMark
  secrets: FolderMark
}

/** Identifies the advisory lock under which servers join one after the other. Any number of our own works. */
const LOCK = 0x6a6f696e

/**
 * Checks that the database and the folders of blobs and secrets belong to one installation. The first start gives all
 * three the same new id. Without this check, two servers on one database with different folders would publish code that
 * the other cannot read, and seal secrets that the other cannot open.
 * @throws {Error} a sentence that says which of the three differs, and what to do
 */
export async function joinInstallation({ databaseUrl, ...folders }: JoinOptions): Promise<void> {
  await migrate(databaseUrl)
  const client = new pg.Client(databaseUrl)
  // A broken connection fails the running statement. Without a listener, its "error" event would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const { id, settled } = (await find(client)) ?? (await found(client, folders))
    for (const [name, mark] of Object.entries(folders)) {
      // Complete a start that was killed before it had marked both folders.
      const of = (await mark.read()) ?? (settled ? null : await mark.write(id))
      if (of !== id) throw new Error(differs(name, mark, of, id))
    }
    if (!settled) await client.query('update installation set settled = true')
  } finally {
    await client.end()
  }
}

interface Known {
  id: string
  settled: boolean
}

async function find(client: pg.Client): Promise<Known | null> {
  const { rows } = await client.query<Known>('select id, settled from installation')
  return rows[0] ?? null
}

/** Commits the id before any folder carries it: an id in a folder is always in its database too. */
async function found(client: pg.Client, folders: Record<string, FolderMark>): Promise<Known> {
  for (const [name, mark] of Object.entries(folders)) {
    const of = await mark.read()
    if (of === null) continue
    throw new Error(
      `The ${name} folder belongs to installation ${of} (${mark.file}), and this database belongs to none. ` +
        `Set DATABASE_URL to the database of that installation, or restore it; ` +
        `to start a new installation, set ALCOVE_HOME to a new folder`,
    )
  }
  const id = randomUUID()
  await client.query(
    `insert into installation (id, isolation)
     values ($1, (select isolation from instances where isolation = 'oci' limit 1))`,
    [id],
  )
  return { id, settled: false }
}

function differs(name: string, { file }: FolderMark, of: string | null, id: string): string {
  const whose = of === null ? 'belongs to no installation yet' : `belongs to installation ${of}`
  const adopt = of === null ? `. If it is a backup of that installation, write the id into ${file}` : ''
  return (
    `The ${name} folder ${whose} (${file}), and the database belongs to installation ${id}. ` +
    `All servers on one database share one folder with blobs and secrets: set ALCOVE_SHARED_HOME to it${adopt}`
  )
}
