import { guardSocket } from '@alcove/storage'
import { isIP, Socket } from 'node:net'
import pg from 'pg'
import { shown, TIMEOUT_MS, type Destination, type Reach } from './destination.ts'
import { inParts } from './request-size.ts'
import { createTable, insertInto, ROWS, TABLES, type Dialect } from './tables.ts'

export interface DatabaseConfig {
  host: string
  port: number
  user: string
  database: string
  tablePrefix: string
  tls: 'off' | 'required' | 'verify'
}

const DIALECT: Dialect = {
  types: {
    id: 'text',
    time: 'timestamptz not null',
    name: 'text',
    text: 'text',
    integer: 'bigint',
    number: 'double precision',
    json: 'jsonb',
  },
  quote: (name) => `"${name}"`,
  placeholder: (number) => `$${number}`,
  overwrite: (names) =>
    `on conflict ("id") do update set ${names.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`,
}

/** Tables of a PostgreSQL database. */
export async function openPostgres(
  { addressOf, limits }: Reach,
  config: DatabaseConfig,
  password: string,
): Promise<Destination> {
  const { host, port, user, database, tablePrefix } = config
  const socket = guardSocket(new Socket(), limits)
  const client = new pg.Client({
    stream: () => socket,
    host: await addressOf(host, port),
    port,
    user,
    password,
    database,
    ssl: sslOf(config),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    application_name: 'alcove-sink',
  })
  // The statement that runs fails, too.
  client.on('error', () => {})
  await client.connect()
  const known = new Set<string>()
  const tableOf = async (dataset: keyof typeof TABLES) => {
    const table = tablePrefix + dataset
    if (!known.has(table)) await client.query(createTable(DIALECT, table, TABLES[dataset]))
    known.add(table)
    return table
  }
  return {
    async write(dataset, records) {
      const table = await tableOf(dataset)
      for (const part of inParts(records, ROWS)) {
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await client.query(insertInto(DIALECT, table, TABLES[dataset], part.records))
      }
    },
    async *test(datasets) {
      const { rows } = await client.query<{ server_version: string }>('show server_version')
      yield { step: 'signIn', detail: `PostgreSQL ${shown(rows[0]?.server_version)}` }
      await client.query('begin')
      for (const dataset of datasets) {
        const table = tablePrefix + dataset
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await client.query(createTable(DIALECT, table, TABLES[dataset]))
        const names = TABLES[dataset].map(({ name }) => DIALECT.quote(name)).join(', ')
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await client.query(`select ${names} from ${DIALECT.quote(table)} limit 0`)
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await client.query(`insert into ${DIALECT.quote(table)} ("id", "at") values ('alcove-test', now())`)
      }
      await client.query('rollback')
      yield { step: 'write', detail: 'a row in each table, rolled back' }
    },
    async close() {
      // Says goodbye, and waits for no answer: a hostile server gives none.
      void client.end().catch(() => {})
      socket.destroySoon()
    },
  }
}

/** A certificate is for the name, though the connection goes to an address. */
export function sslOf({ tls, host }: Pick<DatabaseConfig, 'tls' | 'host'>) {
  if (tls === 'off') return undefined
  return { rejectUnauthorized: tls === 'verify', ...(isIP(host) === 0 && { servername: host }) }
}
