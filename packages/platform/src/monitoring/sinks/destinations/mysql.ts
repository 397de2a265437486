import { guardSocket } from '@alcove/storage'
import { connect } from 'node:net'
import { shown, TIMEOUT_MS, type Destination, type Reach } from './destination.ts'
import { sslOf, type DatabaseConfig } from './postgres.ts'
import { inParts } from './request-size.ts'
import { createTable, insertInto, ROWS, TABLES, type Dialect } from './tables.ts'

const DIALECT: Dialect = {
  types: {
    // An index of utf8mb4 text takes 768 characters at most; ids are ASCII.
    id: 'varchar(120) character set ascii collate ascii_bin',
    time: 'datetime(3) not null',
    name: 'varchar(255) character set utf8mb4',
    text: 'mediumtext character set utf8mb4',
    integer: 'bigint',
    number: 'double',
    json: 'longtext character set utf8mb4',
  },
  quote: (name) => `\`${name}\``,
  placeholder: () => '?',
  overwrite: (names) =>
    `on duplicate key update ${names.map((name) => `\`${name}\` = values(\`${name}\`)`).join(', ')}`,
}

/** Tables of a MySQL or MariaDB database. */
export async function openMysql(
  { addressOf, limits }: Reach,
  config: DatabaseConfig,
  password: string,
): Promise<Destination> {
  const { host, port, user, database, tablePrefix } = config
  const { createConnection } = await import('mysql2/promise')
  const ssl = sslOf(config)
  const address = await addressOf(host, port)
  const connection = await createConnection({
    stream: () => guardSocket(connect(port, address), limits),
    user,
    password,
    database,
    ...(ssl && { ssl: { ...ssl, verifyIdentity: ssl.rejectUnauthorized } }),
    connectTimeout: TIMEOUT_MS,
    charset: 'utf8mb4',
    timezone: 'Z',
    // A server must not ask for files of this machine.
    flags: ['-LOCAL_FILES'],
  })
  // The statement that runs fails, too.
  connection.on('error', () => {})
  const run = (sql: string, values: (string | number | Date | null)[] = []) =>
    connection.query({ sql, values, timeout: TIMEOUT_MS })
  const known = new Set<string>()
  return {
    async write(dataset, records) {
      const table = tablePrefix + dataset
      if (!known.has(table)) await run(createTable(DIALECT, table, TABLES[dataset]))
      known.add(table)
      for (const part of inParts(records, ROWS)) {
        const { text, values } = insertInto(DIALECT, table, TABLES[dataset], part.records)
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run(text, values)
      }
    },
    async *test(datasets) {
      const [rows] = await run('select version() as version')
      yield { step: 'signIn', detail: shown((rows as { version: string }[])[0]?.version) }
      for (const dataset of datasets) {
        const table = DIALECT.quote(tablePrefix + dataset)
        const names = TABLES[dataset].map(({ name }) => DIALECT.quote(name)).join(', ')
        // Statements that create a table end a transaction there.
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run(createTable(DIALECT, tablePrefix + dataset, TABLES[dataset]))
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run(`select ${names} from ${table} limit 0`)
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run('begin')
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run(`insert into ${table} (\`id\`, \`at\`) values ('alcove-test', now())`)
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await run('rollback')
      }
      yield { step: 'write', detail: 'a row in each table, rolled back' }
    },
    async close() {
      connection.destroy()
    },
  }
}
